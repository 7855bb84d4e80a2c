using System.Text.Json.Nodes;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

/// <summary>Small tokenizer.json files: the demo model's, changed at one place.</summary>
internal static class TokenizerJsonFile
{
    public static string DemoPath { get; } =
        Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny", "tokenizer.json");

    public static BpeTokenizer Demo { get; } = BpeTokenizer.Load(DemoPath);

    public static BpeTokenizer Load(Action<JsonObject> change)
    {
        var root = JsonNode.Parse(File.ReadAllText(DemoPath))!.AsObject();
        change(root);
        return LoadText(root.ToJsonString());
    }

    public static BpeTokenizer LoadText(string json)
    {
        using var folder = new TemporaryFolder();
        return BpeTokenizer.Load(folder.Write("tokenizer.json", json));
    }

    public static CheckpointException Refuse(CheckpointErrorKind kind, Action<JsonObject> change)
    {
        var exception = Assert.Throws<CheckpointException>(() => Load(change));
        Assert.Equal(kind, exception.Kind);
        Assert.EndsWith("tokenizer.json", exception.FileName);
        return exception;
    }
}
