using System.Text.Json;
using Chameleon.Engine.Generation.Grammar.Automaton;
using Chameleon.Engine.Generation.Grammar.Schema;

namespace Chameleon.Engine.Generation.Grammar;

/// <summary>
/// What the text of an answer must be: every token is chosen among those that can still lead to a whole document in the
/// tokens that are left, so the answer always parses and always fits. Goes into <see cref="GenerationOptions.Grammar"/>.
/// Immutable, thread-safe, and good for any engine; whoever keeps it keeps what engines have found out about it.
/// </summary>
/// <remarks>
/// <para>
/// Followed: <c>type</c> (one or several), <c>properties</c>, <c>required</c>, <c>additionalProperties</c>, <c>items</c>,
/// <c>prefixItems</c>, <c>minItems</c>, <c>maxItems</c>, <c>minLength</c>, <c>maxLength</c>, <c>enum</c>, <c>const</c>,
/// <c>anyOf</c>, <c>oneOf</c> whose alternatives exclude each other, <c>$ref</c> into the same schema (recursion as deep as
/// <see cref="GrammarLimits.MaxDepth"/>), <c>minimum</c>, <c>maximum</c> and their exclusive forms for integers, and the
/// formats <c>date</c>, <c>date-time</c> and <c>uuid</c>. <c>title</c>, <c>description</c>, <c>default</c>, <c>examples</c>
/// and the like say nothing about what fits. Everything else is refused, with its JSON pointer.
/// </para>
/// <para>
/// Among the documents that fit, those are written that have at most one blank after a colon or comma and no other white
/// space, declared properties in their order and before others, names and values of lists in one spelling, no property that
/// is not declared unless the schema speaks of such, numbers of at most <see cref="GrammarLimits.MaxIntegerDigits"/> digits
/// before and <see cref="GrammarLimits.MaxFractionDigits"/> after the point, and no <c>\u</c> surrogates.
/// </para>
/// </remarks>
public sealed class TokenGrammar
{
    /// <summary>The text that a call begins with. To the model it is plain text, never a control token.</summary>
    public const string ToolCallMarker = "<tool_call>";

    private TokenGrammar(ByteGrammar bytes) => Bytes = bytes;

    /// <summary>Any JSON object.</summary>
    public static TokenGrammar JsonObject { get; } = Compile(compiler => compiler.AnyObject);

    internal ByteGrammar Bytes { get; }

    /// <summary>What fits a JSON schema.</summary>
    /// <param name="schema">The schema; it is not needed any more afterwards.</param>
    /// <exception cref="NotSupportedException">It says something that is not followed, or nothing fits it; the message says what and where.</exception>
    /// <exception cref="ArgumentException">It is no schema; the message says where.</exception>
    public static TokenGrammar JsonSchema(JsonElement schema) =>
        Compile(compiler => compiler.Rule(new SchemaPlace(schema, schema, "#")));

    /// <summary>
    /// Calls of tools. A call is <see cref="ToolCallMarker"/> and then <c>{"name": …, "arguments": {…}}</c>; further calls
    /// follow each other with at most a line break between them, and the answer ends behind the last.
    /// </summary>
    /// <param name="tools">The tools, 1 to <see cref="GrammarLimits.MaxTools"/>, by different names.</param>
    /// <param name="choice">Whether there must be a call.</param>
    /// <param name="mostCalls">Most calls, 1 to <see cref="GrammarLimits.MaxToolCalls"/>.</param>
    /// <param name="answer">
    /// JSON schema of an answer that calls nothing, which is then all there is to it; null for free text, which a call may
    /// follow. Of no meaning where there must be a call.
    /// </param>
    /// <exception cref="NotSupportedException">A schema says something that is not followed; the message says what and where.</exception>
    /// <exception cref="ArgumentException">There is no tool, too many, or one that has no name, another's name or no schema.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of calls is not in its range.</exception>
    public static TokenGrammar ToolCalls(IReadOnlyList<ToolSchema> tools, ToolCallChoice choice, int mostCalls = 1, JsonElement? answer = null)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostCalls, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mostCalls, GrammarLimits.MaxToolCalls);
        ToolCallSyntax.Check(tools);
        var builder = new GrammarBuilder();
        return new TokenGrammar(builder.Build(ToolCallSyntax.Compile(builder, tools, choice, mostCalls, answer)));
    }

    private static TokenGrammar Compile(Func<SchemaCompiler, int> rule)
    {
        var builder = new GrammarBuilder();
        return new TokenGrammar(builder.Build(rule(new SchemaCompiler(builder))));
    }
}
