namespace Chameleon.Web.Answers;

/// <summary>What an answer may consist of.</summary>
public enum AnswerKind
{
    /// <summary>Words and pictures as the model sees fit; words alone where it does not draw.</summary>
    Automatic,

    /// <summary>Words.</summary>
    Text,

    /// <summary>One picture.</summary>
    Picture,
}
