using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>JSON without a schema. Its rules are made when they are first asked for.</summary>
internal sealed class AnySyntax
{
    private readonly Lazy<(int Value, int Object)> rules;
    private readonly Lazy<int> boolean;
    private readonly Lazy<int> nothing;

    /// <param name="builder">Where the rules go.</param>
    /// <param name="numbers">Makes the rule of numbers.</param>
    public AnySyntax(GrammarBuilder builder, NumberSyntax numbers)
    {
        boolean = new(() => builder.OneOf([("true", builder.Return), ("false", builder.Return)]));
        nothing = new(() => builder.Literal("null", builder.Return));
        rules = new(() =>
        {
            var value = builder.Reserve();
            var members = ObjectSyntax.Compile(builder, [], value);
            var items = ArraySyntax.Compile(builder, [], value, 0, null);
            var text = builder.String(new StringRule(), builder.Return);
            builder.Define(value, builder.Choice(members, items, text, numbers.Any, boolean.Value, nothing.Value));
            return (value, members);
        });
    }

    /// <summary>Any value.</summary>
    public int Value => rules.Value.Value;

    /// <summary>Any object.</summary>
    public int Object => rules.Value.Object;

    /// <summary>True or false.</summary>
    public int Boolean => boolean.Value;

    /// <summary>Null.</summary>
    public int Null => nothing.Value;
}
