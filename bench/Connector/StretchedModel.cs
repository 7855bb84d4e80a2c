using System.Text.Json.Nodes;

namespace Chameleon.Bench.Connector;

/// <summary>A checkpoint that says it has a longer context: what it writes there is nonsense, and takes as long as sense.</summary>
internal sealed class StretchedModel : IDisposable
{
    private const string ConfigFile = "config.json";

    public StretchedModel(string model, int context)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("chameleon-bench-").FullName;
        foreach (var file in System.IO.Directory.GetFiles(Path.GetFullPath(model)))
        {
            File.CreateSymbolicLink(Path.Combine(Directory, Path.GetFileName(file)), file);
        }

        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(Directory, ConfigFile)))!;
        config["max_position_embeddings"] = context;
        File.Delete(Path.Combine(Directory, ConfigFile));
        File.WriteAllText(Path.Combine(Directory, ConfigFile), config.ToJsonString());
    }

    /// <summary>Its folder.</summary>
    public string Directory { get; }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
