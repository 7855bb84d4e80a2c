using Chameleon.Hub.Tests;

namespace Chameleon.Web.Tests.Models;

/// <summary>A small model besides the demo model: it reads pictures and does not draw.</summary>
internal static class SampleModels
{
    public static string Folder { get; } = Golden.Path("chameleon", "bf16-sharded");

    public static Dictionary<string, byte[]> Files() => Directory.GetFiles(Folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);

    /// <summary>Offers it on a hub.</summary>
    public static void OfferAs(this LoopbackHub hub, string repository) => hub.Add(repository, Files());
}
