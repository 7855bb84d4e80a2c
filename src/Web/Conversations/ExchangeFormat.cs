namespace Chameleon.Web.Conversations;

/// <summary>As what a conversation goes out.</summary>
internal enum ExchangeFormat
{
    /// <summary>The branch that is shown, to be read.</summary>
    Markdown,

    /// <summary>All branches with their pictures in one file.</summary>
    Json,

    /// <summary>Both, with the pictures beside them.</summary>
    Zip,
}
