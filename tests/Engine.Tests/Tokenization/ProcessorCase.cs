using System.Text.Json;

namespace Chameleon.Engine.Tests.Tokenization;

/// <summary>
/// One case of <c>golden/tokenizer/processor.json</c>: prompts and a number of pictures, and the ids that
/// ChameleonProcessor makes of them (where its two versions differ, the newer one).
/// </summary>
internal sealed class ProcessorCase(JsonElement json)
{
    public string Id => json.GetProperty("id").GetString()!;

    /// <summary>The prompts, one a row, with <c>&lt;image&gt;</c> where a picture goes.</summary>
    public string[] Texts => json.GetProperty("text") is { ValueKind: JsonValueKind.Array } texts
        ? [.. texts.EnumerateArray().Select(text => text.GetString()!)]
        : [json.GetProperty("text").GetString()!];

    /// <summary>Pictures over all rows.</summary>
    public int Images => json.GetProperty("images").GetInt32();

    /// <summary>Whether the end of the turn is left out.</summary>
    public bool IsCompletion => json.TryGetProperty("completion", out var completion) && completion.GetBoolean();

    public int CodesPerPicture =>
        json.TryGetProperty("image_seq_length", out var length) ? length.GetInt32() : 1024;

    /// <summary>Further arguments (padding, truncation); null when there are none.</summary>
    public JsonElement? Arguments => json.TryGetProperty("kwargs", out var arguments) ? arguments : null;

    /// <summary>Null when the processor refuses.</summary>
    public int[][]? InputIds => IsRefused ? null : Rows("input_ids");

    /// <summary>Null when the processor refuses.</summary>
    public int[][]? AttentionMask => IsRefused ? null : Rows("attention_mask");

    public bool IsRefused => Result.GetProperty("status").GetString() != "ok";

    private JsonElement Result => json.TryGetProperty("result", out var result) ? result : json.GetProperty("hf523");

    public static ProcessorCase[] ReadAll()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("tokenizer", "processor.json")));
        return [.. document.RootElement.EnumerateArray().Select(item => new ProcessorCase(item.Clone()))];
    }

    /// <summary>Rows of [[values…], times] runs.</summary>
    private int[][] Rows(string name) => [.. Result.GetProperty(name).EnumerateArray().Select(
        row => row.EnumerateArray().SelectMany(Repeat).ToArray())];

    private static IEnumerable<int> Repeat(JsonElement run)
    {
        var values = run[0].EnumerateArray().Select(value => value.GetInt32()).ToArray();
        return Enumerable.Range(0, run[1].GetInt32()).SelectMany(_ => values);
    }
}
