namespace Chameleon.Web.Models;

/// <summary>How a pull stands.</summary>
internal enum PullState
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>The model is there.</summary>
    Done,

    /// <summary>It ended with a problem.</summary>
    Failed,

    /// <summary>Somebody stopped it; what came is kept.</summary>
    Stopped,
}
