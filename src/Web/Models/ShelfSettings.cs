namespace Chameleon.Web.Models;

/// <summary>What is kept about models from one start of the program to the next.</summary>
internal sealed record ShelfSettings
{
    /// <summary>Folders to look into, full paths.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];
}
