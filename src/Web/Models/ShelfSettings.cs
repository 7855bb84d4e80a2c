namespace Chameleon.Web.Models;

/// <summary>What is kept about models from one start of the program to the next.</summary>
internal sealed record ShelfSettings
{
    /// <summary>Folders to look into, full paths.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>What is loaded when the program starts and nobody says otherwise; null: the demo model.</summary>
    public ChosenModel? Chosen { get; init; }
}
