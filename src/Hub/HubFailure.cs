namespace Chameleon.Hub;

/// <summary>Why something could not be had from a hub.</summary>
public enum HubFailure
{
    /// <summary>The name or the revision is not one that a repository can have.</summary>
    InvalidName,

    /// <summary>There is no such repository, or it is private and the token does not open it.</summary>
    NotFound,

    /// <summary>The repository has no such revision.</summary>
    RevisionNotFound,

    /// <summary>Its owner asks for consent to terms first.</summary>
    Gated,

    /// <summary>The hub did not accept the token.</summary>
    TokenRefused,

    /// <summary>The hub asks for patience, longer than is waited.</summary>
    TooManyRequests,

    /// <summary>The hub could not be reached, or broke off, again and again. What came is kept.</summary>
    Unreachable,

    /// <summary>The hub said something that a hub does not say: a hostile name, another length or hash than it named.</summary>
    Untrustworthy,

    /// <summary>What is there is not a model of a kind that is read.</summary>
    NotAModel,

    /// <summary>The disk has less room than the files take.</summary>
    NoRoom,

    /// <summary>The environment says that the hub is not to be asked.</summary>
    Offline,
}
