namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>What there is to know of a language to colour its code.</summary>
internal sealed record CodeLanguage
{
    /// <summary>Its own words.</summary>
    public required IReadOnlySet<string> Keywords { get; init; }

    /// <summary>Texts in quotes and remarks; of two that begin alike the longer beginning stands first.</summary>
    public required IReadOnlyList<QuoteRule> Quotes { get; init; }

    /// <summary>Whether a name that begins with a capital is a type.</summary>
    public bool HasTypes { get; init; } = true;

    /// <summary>Whether a text before a colon is a key.</summary>
    public bool HasKeys { get; init; }

    /// <summary>What begins a variable; NUL: nothing does.</summary>
    public char Variable { get; init; }

    /// <summary>Whether <c>#</c> begins a remark only where a word could begin.</summary>
    public bool HashBeginsWord { get; init; }
}
