using System.IO.Compression;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

/// <summary>The tokenizer of Meta's published models, unpacked once for all tests.</summary>
internal static class PublishedTokenizer
{
    private static readonly Lazy<BpeTokenizer> Loaded = new(Load);

    public static BpeTokenizer Instance => Loaded.Value;

    /// <summary>The file's text.</summary>
    public static byte[] ReadJson()
    {
        // Further sets of references leave it out: it is the same.
        var named = Golden.Path("tokenizer", "chameleon-tokenizer.json.gz");
        var path = File.Exists(named)
            ? named
            : Path.Combine(Golden.RepositoryRoot, "tests", "golden", "tokenizer", "chameleon-tokenizer.json.gz");
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var json = new MemoryStream();
        packed.CopyTo(json);
        return json.ToArray();
    }

    private static BpeTokenizer Load()
    {
        using var folder = new TemporaryFolder();
        return BpeTokenizer.Load(folder.Write("tokenizer.json", ReadJson()));
    }
}
