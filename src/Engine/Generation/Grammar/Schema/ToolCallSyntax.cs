using System.Text;
using System.Text.Json;
using Chameleon.Engine.Generation.Grammar.Automaton;
using static Chameleon.Engine.Generation.Grammar.GrammarLimits;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Calls of tools, with free text before them or without.</summary>
internal static class ToolCallSyntax
{
    /// <summary>Refuses tools that cannot be called.</summary>
    /// <exception cref="ArgumentException">One cannot.</exception>
    public static void Check(IReadOnlyList<ToolSchema> tools)
    {
        if (tools.Count is 0 or > MaxTools)
        {
            throw new ArgumentException($"There are {tools.Count} tools; there must be 1 to {MaxTools}.", nameof(tools));
        }

        var names = new HashSet<string>();
        foreach (var name in tools.Select(tool => tool?.Name))
        {
            if (name is not { Length: > 0 and <= MaxToolNameLength })
            {
                throw new ArgumentException($"The length of a tool's name is {name?.Length ?? 0}; it must be from 1 to {MaxToolNameLength}.", nameof(tools));
            }

            if (!names.Add(name))
            {
                throw new ArgumentException($"Two tools are called \"{name}\"; names must differ.", nameof(tools));
            }
        }
    }

    /// <summary>The grammar's first node.</summary>
    public static int Compile(GrammarBuilder builder, IReadOnlyList<ToolSchema> tools, ToolCallChoice choice, int mostCalls, JsonElement? answer)
    {
        var end = builder.Byte('}', builder.Return);
        var call = builder.Name("name", builder.OneOf(tools.Select(tool => (
            JsonSpelling.Of(tool.Name), builder.Comma(builder.Name("arguments", builder.Value(Arguments(builder, tool), end)))))));
        call = builder.Byte('{', call);

        var after = builder.Return;
        for (var left = mostCalls - 1; left > 0; left--)
        {
            var another = builder.Literal(TokenGrammar.ToolCallMarker, builder.Value(call, after));
            after = builder.Choice(builder.Return, another, builder.Byte('\n', another));
        }

        var marker = Encoding.UTF8.GetBytes(TokenGrammar.ToolCallMarker);
        var calls = builder.Value(call, after);
        return (choice, answer) switch
        {
            (ToolCallChoice.Required, _) => builder.Literal(TokenGrammar.ToolCallMarker, calls),
            (_, { } schema) => builder.Choice(
                new SchemaCompiler(builder).Rule(new SchemaPlace(schema, schema, "#")), builder.Literal(TokenGrammar.ToolCallMarker, calls)),
            _ => builder.Free(marker, calls),
        };
    }

    /// <summary>Arguments are an object, also where the schema does not say so.</summary>
    private static int Arguments(GrammarBuilder builder, ToolSchema tool)
    {
        var compiler = new SchemaCompiler(builder);
        var schema = new SchemaPlace(tool.Parameters, tool.Parameters, $"tool \"{tool.Name}\"#");
        if (schema.Element.ValueKind == JsonValueKind.True || (schema.Members() is { Count: 0 }))
        {
            return compiler.AnyObject;
        }

        return schema.Has("$ref") || SchemaTypes.Of(schema) is [SchemaTypes.Object]
            ? compiler.Rule(schema)
            : throw GrammarThrow.Unsupported(schema.Pointer, "arguments must be of type object");
    }
}
