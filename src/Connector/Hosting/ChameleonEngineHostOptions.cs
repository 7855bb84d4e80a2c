using Chameleon.Engine;
using Chameleon.Engine.Models;

namespace Chameleon.Connector;

/// <summary>Which model a <see cref="ChameleonEngineHost"/> loads, and how. Copied by the host: later changes have no effect.</summary>
public sealed class ChameleonEngineHostOptions
{
    /// <summary>Folder in the Hugging Face layout.</summary>
    public string ModelDirectory { get; set; } = "";

    /// <summary>Name by which callers know the model; null: the folder's name.</summary>
    public string? ModelId { get; set; }

    /// <summary>
    /// How the engine is set up; among it what may run (<see cref="EngineOptions.MaxRunning"/>) and wait
    /// (<see cref="EngineOptions.MaxWaiting"/>) at once.
    /// </summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>
    /// In a program with a generic host: loads when the program starts, so that it does not start without its model.
    /// Otherwise the first caller loads.
    /// </summary>
    public bool LoadAtStart { get; set; }

    /// <summary>Told how far loading is, on a thread of the engine's.</summary>
    public IProgress<LoadProgress>? Progress { get; set; }
}
