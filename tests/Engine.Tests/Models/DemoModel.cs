using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Models.Chameleon;

namespace Chameleon.Engine.Tests.Models;

/// <summary>
/// The demo model, loaded once for all tests that ask. Nets belong to one thread at a time, so tests take turns.
/// </summary>
internal static class DemoModel
{
    private static readonly string Folder = Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny");
    private static readonly Lock Turn = new();
    private static readonly Lazy<ChameleonModel> Loaded = new(() => ChameleonModel.Load(Folder, new CpuDevice()));

    public static string Directory => Folder;

    /// <summary>Runs a test body alone on the model.</summary>
    public static void Use(Action<ChameleonModel> body)
    {
        lock (Turn)
        {
            body(Loaded.Value);
        }
    }
}
