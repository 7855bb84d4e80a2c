using System.Text.Json;

namespace Chameleon.Engine.Checkpoints;

/// <summary><c>model.safetensors.index.json</c>: which shard holds which tensor.</summary>
internal sealed class ShardIndex
{
    private const long LargestIndex = SafetensorsHeader.LargestHeader;
    private const int MostShards = 1_024;

    // Index, weight_map; metadata may hold a little more.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 8 };

    private readonly string file;
    private readonly Dictionary<string, string> shardOfTensor = [];

    private ShardIndex(string file) => this.file = file;

    /// <summary>Opens every shard that the index names and checks that both agree on every tensor.</summary>
    /// <exception cref="CheckpointException">The index or a shard is not valid, or they disagree.</exception>
    public static IReadOnlyList<SafetensorsFile> OpenShards(string file)
    {
        var index = new ShardIndex(file);
        index.Parse();
        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var shards = index.ShardNames(directory);
        var opened = new List<SafetensorsFile>(shards.Count);
        try
        {
            foreach (var shard in shards)
            {
                opened.Add(SafetensorsFile.Open(Path.Combine(directory, shard)));
            }

            index.CheckAgreement(opened);
            return opened;
        }
        catch
        {
            opened.ForEach(shard => shard.Dispose());
            throw;
        }
    }

    private void Parse()
    {
        var length = new FileInfo(file).Length;
        if (length > LargestIndex)
        {
            throw Invalid(null, $"the index has {length} bytes, the limit is {LargestIndex}.");
        }

        var reader = new Utf8JsonReader(File.ReadAllBytes(file), Options);
        try
        {
            ParseIndex(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Invalid(null, $"not valid JSON at byte {reader.BytesConsumed}.");
        }
    }

    private void ParseIndex(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        var found = false;
        while (ReadName(ref reader) is { } name)
        {
            if (name != "weight_map")
            {
                reader.Read();
                reader.Skip();
            }
            else if (found)
            {
                throw Invalid(name, "occurs twice.");
            }
            else
            {
                found = true;
                ParseWeightMap(ref reader);
            }
        }

        // Sees what stands behind the closing brace.
        reader.Read();
        if (!found)
        {
            throw Invalid(null, "has no weight_map.");
        }
    }

    private void ParseWeightMap(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (ReadName(ref reader) is { } tensor)
        {
            Expect(ref reader, JsonTokenType.String);
            var shard = reader.GetString()!;
            if (!IsPlainFileName(shard))
            {
                throw new CheckpointException(
                    CheckpointErrorKind.ShardOutsideDirectory, file, tensor,
                    $"lies in {CheckpointException.Quote(shard)}, expected the name of a .safetensors file beside the index.");
            }

            if (!shardOfTensor.TryAdd(tensor, shard))
            {
                throw new CheckpointException(
                    CheckpointErrorKind.DuplicateName, file, tensor, "occurs twice in the weight_map.");
            }
        }
    }

    private static bool IsPlainFileName(string shard) =>
        shard.EndsWith(".safetensors", StringComparison.Ordinal)
        && shard.AsSpan().IndexOfAny('/', '\\', ':') < 0
        && !shard.AsSpan().ContainsAnyInRange('\0', '\x1f');

    private List<string> ShardNames(string directory)
    {
        var names = shardOfTensor.Values.Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count is 0 or > MostShards)
        {
            throw Invalid(null, $"names {names.Count} shards, expected 1 to {MostShards}.");
        }

        var missing = names.Where(name => !File.Exists(Path.Combine(directory, name))).ToList();
        return missing.Count == 0
            ? names
            : throw new CheckpointException(
                CheckpointErrorKind.ShardMissing, file, null,
                $"{missing.Count} of {names.Count} shards are not there: "
                + $"{string.Join(", ", missing.Select(CheckpointException.Quote))}.",
                "Is the download complete?");
    }

    private void CheckAgreement(List<SafetensorsFile> shards)
    {
        var seen = new Dictionary<string, string>();
        var problems = new List<string>();
        foreach (var shard in shards)
        {
            var name = Path.GetFileName(shard.Path);
            foreach (var tensor in shard.Tensors.Keys)
            {
                if (!seen.TryAdd(tensor, name))
                {
                    throw new CheckpointException(
                        CheckpointErrorKind.DuplicateName, file, tensor, $"lies in both {seen[tensor]} and {name}.");
                }

                if (!shardOfTensor.TryGetValue(tensor, out var claimed))
                {
                    problems.Add($"{CheckpointException.Quote(tensor)} of {name} is not in the index");
                }
                else if (claimed != name)
                {
                    problems.Add($"{CheckpointException.Quote(tensor)} lies in {name}, the index says {claimed}");
                }
            }
        }

        problems.AddRange(shardOfTensor.Where(pair => !seen.ContainsKey(pair.Key)).Select(
            pair => $"{CheckpointException.Quote(pair.Key)} is not in {pair.Value}"));
        if (problems.Count > 0)
        {
            throw Invalid(null, $"index and shards disagree on {problems.Count} tensors: {Listing.Of(problems, "; ")}.");
        }
    }

    private string? ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => reader.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw Invalid(null, $"found {reader.TokenType} where a name was expected."),
        };
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        if (reader.TokenType != type)
        {
            throw Invalid(null, $"found {reader.TokenType} at byte {reader.TokenStartIndex}, expected {type}.");
        }
    }

    private CheckpointException Invalid(string? entry, string problem) =>
        new(CheckpointErrorKind.InvalidIndex, file, entry, problem);
}
