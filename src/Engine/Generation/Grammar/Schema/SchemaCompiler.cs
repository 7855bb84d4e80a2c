using System.Text.Json;
using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Turns one JSON schema into rules of a grammar. What it cannot follow exactly it refuses. Not thread-safe.</summary>
internal sealed class SchemaCompiler
{
    private readonly GrammarBuilder builder;
    private readonly AnySyntax any;
    private readonly NumberSyntax numbers;
    private readonly Dictionary<string, int> rules = [];
    private int depth;

    /// <param name="builder">Where the rules go.</param>
    public SchemaCompiler(GrammarBuilder builder)
    {
        this.builder = builder;
        numbers = new NumberSyntax(builder);
        any = new AnySyntax(builder, numbers);
    }

    /// <summary>Any value at all.</summary>
    public int AnyValue => any.Value;

    /// <summary>Any object.</summary>
    public int AnyObject => any.Object;

    /// <summary>The rule of a schema.</summary>
    /// <exception cref="NotSupportedException">It says something that is not followed.</exception>
    /// <exception cref="ArgumentException">It is no schema.</exception>
    public int Rule(SchemaPlace schema)
    {
        if (rules.TryGetValue(schema.Pointer, out var rule))
        {
            return rule;
        }

        if (depth == GrammarLimits.MaxSchemaDepth)
        {
            throw GrammarThrow.Unsupported(schema.Pointer, $"schemas stand more than {depth} inside one another, which is the limit");
        }

        depth++;
        rule = builder.Reserve();
        rules.Add(schema.Pointer, rule);
        builder.Define(rule, Compile(schema));
        depth--;
        return rule;
    }

    private int Compile(SchemaPlace schema)
    {
        switch (schema.Element.ValueKind)
        {
            case JsonValueKind.True:
                return any.Value;
            case JsonValueKind.False:
                throw GrammarThrow.Unsupported(schema.Pointer, "false lets nothing fit");
        }

        SchemaKeywords.Check(schema);
        if (schema.Find("$ref") is { } reference)
        {
            SchemaKeywords.CheckAlone(schema, "$ref");
            return Rule(SchemaReference.Resolve(reference));
        }

        if (schema.Find("const") is { } constant)
        {
            SchemaKeywords.CheckAlone(schema, "const", "type");
            return Literals(schema, [constant]);
        }

        if (schema.Find("enum") is { } values)
        {
            SchemaKeywords.CheckAlone(schema, "enum", "type");
            return Literals(schema, values.Items());
        }

        if (schema.Find("anyOf") is { } alternatives)
        {
            SchemaKeywords.CheckAlone(schema, "anyOf");
            return Alternatives(alternatives);
        }

        if (schema.Find("oneOf") is { } exclusive)
        {
            SchemaKeywords.CheckAlone(schema, "oneOf");
            ExclusiveAlternatives.Check(exclusive);
            return Alternatives(exclusive);
        }

        return builder.Choice([.. SchemaTypes.Of(schema).Select(type => OfType(schema, type))]);
    }

    private int Alternatives(SchemaPlace alternatives) => alternatives.Items() is { Count: > 0 } schemas
        ? builder.Choice([.. schemas.Select(Rule)])
        : throw GrammarThrow.Malformed(alternatives.Pointer, "it is empty");

    private int Literals(SchemaPlace schema, IReadOnlyList<SchemaPlace> values)
    {
        var types = SchemaTypes.Of(schema);
        string[] fitting =
        [
            .. values.Where(value => SchemaTypes.IsOf(value.Element, types)).Select(value => value.Spell()).Distinct(),
        ];
        return fitting.Length > 0
            ? builder.OneOf(fitting.Select(literal => (literal, builder.Return)))
            : throw GrammarThrow.Unsupported(schema.Pointer, "none of its values is of its type");
    }

    private int OfType(SchemaPlace schema, string type) => type switch
    {
        SchemaTypes.Object => Object(schema),
        SchemaTypes.Array => Array(schema),
        SchemaTypes.String => StringSyntax.Compile(builder, schema),
        SchemaTypes.Integer => numbers.Integer(schema),
        SchemaTypes.Number => numbers.Number(schema),
        SchemaTypes.Boolean => any.Boolean,
        _ => any.Null,
    };

    private int Object(SchemaPlace schema)
    {
        if (!schema.Has("properties") && !schema.Has("required") && !schema.Has("additionalProperties"))
        {
            return any.Object;
        }

        var declared = schema.Find("properties")?.Members() ?? [];
        if (declared.Count > GrammarLimits.MaxProperties)
        {
            throw GrammarThrow.Unsupported(schema.PointerTo("properties"), $"there are {declared.Count}; the limit is {GrammarLimits.MaxProperties}");
        }

        HashSet<string> required = [.. schema.Find("required")?.Strings() ?? []];
        var properties = declared.Select(member => new ObjectProperty(member.Name, Rule(member.Value), required.Remove(member.Name))).ToList();
        properties.AddRange(required.Select(name => new ObjectProperty(name, Undeclared(schema, name), IsRequired: true)));
        return ObjectSyntax.Compile(builder, properties, Additional(schema));
    }

    /// <summary>What a property must be that is required and not declared.</summary>
    private int Undeclared(SchemaPlace schema, string name) => schema.Find("additionalProperties") switch
    {
        null => any.Value,
        { Element.ValueKind: JsonValueKind.False } => throw GrammarThrow.Unsupported(
            schema.PointerTo("required"), $"\"{name}\" is required, not declared, and no additional property is allowed"),
        { } additional => Rule(additional),
    };

    /// <summary>
    /// What properties must be that are not declared. An object that declares some and does not speak of others gets none:
    /// a model shall fill what is asked for.
    /// </summary>
    private int? Additional(SchemaPlace schema) => schema.Find("additionalProperties") switch
    {
        null => schema.Has("properties") ? null : any.Value,
        { Element.ValueKind: JsonValueKind.False } => null,
        { } additional => Rule(additional),
    };

    private int Array(SchemaPlace schema)
    {
        var (min, max) = (schema.Count("minItems", 0), schema.Has("maxItems") ? schema.Count("maxItems", 0) : (int?)null);
        int[] prefix = [.. (schema.Find("prefixItems")?.Items() ?? []).Select(Rule)];
        int? rest = schema.Find("items") switch
        {
            null => any.Value,
            { Element.ValueKind: JsonValueKind.False } => null,
            { } items => Rule(items),
        };
        if (rest is null && min > prefix.Length)
        {
            throw GrammarThrow.Malformed(schema.PointerTo("minItems"), $"it is {min}, and there can be {prefix.Length} at most");
        }

        return min <= (max ?? int.MaxValue)
            ? ArraySyntax.Compile(builder, prefix, rest, min, max)
            : throw GrammarThrow.Malformed(schema.Pointer, $"minItems is {min}, which exceeds maxItems, {max}");
    }
}
