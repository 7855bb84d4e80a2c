namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>What a piece of code is, as far as its colour goes.</summary>
internal enum CodeKind
{
    /// <summary>Anything else.</summary>
    Plain,

    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>A text in quotes.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A remark.</summary>
    Comment,

    /// <summary>A name that begins like a type's.</summary>
    Type,

    /// <summary>A name that is called.</summary>
    Call,

    /// <summary>A key, an attribute, a variable of a shell.</summary>
    Property,
}
