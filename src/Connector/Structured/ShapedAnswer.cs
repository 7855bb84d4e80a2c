using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Grammar;

namespace Chameleon.Connector;

/// <summary>An answer that calls functions, or is a JSON document.</summary>
internal sealed class ShapedAnswer : IAnswerShape
{
    private readonly ToolRequest? tools;
    private readonly ResponseSchema? schema;
    private readonly TokenGrammar grammar;

    /// <param name="tools">Functions that it may call; null for none.</param>
    /// <param name="schema">What it must be where it calls none; null for free text.</param>
    /// <exception cref="NotSupportedException">A schema says something that is not followed; the message says what and where.</exception>
    /// <exception cref="ArgumentException">A schema is malformed, or functions cannot be told apart.</exception>
    public ShapedAnswer(ToolRequest? tools, ResponseSchema? schema)
    {
        (this.tools, this.schema) = (tools, tools?.Choice == ToolCallChoice.Required ? null : schema);
        grammar = GrammarCache.Get(tools, this.schema);
    }

    /// <inheritdoc/>
    public string? Instructions
    {
        get
        {
            string?[] said = [tools is null ? null : ToolText.Describe(tools), schema?.Instructions];
            return string.Join('\n', said.Where(text => text is not null));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Pictures are asked for.</exception>
    public GenerationOptions Constrain(GenerationOptions options, ChameleonEngine engine) => options.Mode == GenerationMode.Text
        ? options with { Grammar = grammar }
        : throw ChatThrow.Option(
            ChameleonOptionNames.Mode, options.Mode, $"with {(tools is null ? "a response format" : "tools")} it must be {nameof(GenerationMode.Text)}");

    /// <inheritdoc/>
    public IAnswerFilter? CreateFilter() => tools is null ? null : new ToolCallReader(onlyCalls: schema is not null);
}
