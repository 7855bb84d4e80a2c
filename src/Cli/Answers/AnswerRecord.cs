using System.Text;
using System.Text.Json;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Answers;

/// <summary>One answer as it came: its parts in order, its ids, its end.</summary>
internal sealed class AnswerRecord
{
    private readonly StringBuilder openText = new();
    private readonly List<PromptPart> parts = [];
    private readonly List<int> tokens = [];
    private readonly List<DrawnPicture> pictures = [];
    private readonly StringBuilder text = new();

    /// <summary>All text, pictures left out.</summary>
    public string Text => text.ToString();

    /// <summary>Ids of the text, control ids included.</summary>
    public IReadOnlyList<int> Tokens => tokens;

    /// <summary>The pictures, in order.</summary>
    public IReadOnlyList<DrawnPicture> Pictures => pictures;

    /// <summary>How it ended; null when it was stopped.</summary>
    public GenerationUpdate.Finished? End { get; private set; }

    /// <summary>Text and pictures in order, as a later prompt repeats them.</summary>
    public IReadOnlyList<PromptPart> Parts
    {
        get
        {
            CloseText();
            return parts;
        }
    }

    /// <summary>Takes text.</summary>
    public void Add(GenerationUpdate.Text update)
    {
        openText.Append(update.Value);
        text.Append(update.Value);
        tokens.AddRange(update.Tokens);
    }

    /// <summary>Takes a picture.</summary>
    public void Add(DrawnPicture picture)
    {
        CloseText();
        parts.Add(new PromptPart.PictureCodes(picture.Codes));
        pictures.Add(picture);
    }

    /// <summary>Takes the end.</summary>
    public void Add(GenerationUpdate.Finished end) => End = end;

    /// <summary>Writes everything as properties of an object.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("text", Text);
        json.WriteNumbers("tokens", tokens);
        json.WriteStartArray("pictures");
        foreach (var picture in pictures)
        {
            json.WriteStartObject();
            json.WriteString("file", picture.File);
            json.WriteNumber("width", picture.Pixels.Width);
            json.WriteNumber("height", picture.Pixels.Height);
            json.WriteNumbers("codes", picture.Codes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (End is null)
        {
            return;
        }

        json.WriteString("finish_reason", End.Reason switch
        {
            FinishReason.Stop => "stop",
            FinishReason.Length => "length",
            _ => "picture_done",
        });
        WriteUsage(json, End.Usage);
    }

    private static void WriteUsage(Utf8JsonWriter json, GenerationUsage usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", usage.PromptTokens);
        json.WriteNumber("cached_tokens", usage.CachedTokens);
        json.WriteNumber("text_tokens", usage.TextTokens);
        json.WriteNumber("picture_tokens", usage.PictureTokens);
        json.WriteNumber("seconds_to_first_token", Math.Round(usage.TimeToFirstToken.TotalSeconds, 4));
        json.WriteNumber("seconds", Math.Round(usage.TotalTime.TotalSeconds, 4));
        json.WriteEndObject();
    }

    private void CloseText()
    {
        if (openText.ToString().Trim() is { Length: > 0 } value)
        {
            parts.Add(new PromptPart.Text(value));
        }

        openText.Clear();
    }
}
