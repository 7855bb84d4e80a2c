using System.Globalization;
using Chameleon.Engine.Generation;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>All that a reader learns of an answer but how long it took, to the last bit, one line an update.</summary>
internal static class AnswerTrace
{
    public static string[] Of(IEnumerable<GenerationUpdate> updates, int answer) =>
        [.. updates.Where(update => update.Answer == answer && update is not GenerationUpdate.Queued).Select(Line)];

    private static string Line(GenerationUpdate update) => update switch
    {
        GenerationUpdate.Text text => $"text '{text.Value}' {Ids(text.Tokens)} {string.Join(' ', text.Choices.Select(Line))}",
        GenerationUpdate.PictureProgress progress => $"progress {progress.Index} {progress.Done} of {progress.Total}",
        GenerationUpdate.Picture picture => $"picture {picture.Index} {Ids(picture.Codes)}",
        GenerationUpdate.IncompletePicture picture => $"incomplete {picture.Index} {Ids(picture.Codes)} of {picture.Total}",
        GenerationUpdate.Finished end => $"finished {end.Reason} {end.Usage.PromptTokens} {end.Usage.TextTokens} {end.Usage.PictureTokens}",
        _ => throw new ArgumentOutOfRangeException(nameof(update), update, "No such update."),
    };

    private static string Line(TokenChoice choice) => $"[{Line(choice.Chosen)} of {string.Join(' ', choice.Likeliest.Select(Line))}]";

    private static string Line(TokenProbability token) =>
        string.Create(CultureInfo.InvariantCulture, $"{token.Id}:{BitConverter.SingleToInt32Bits(token.LogProbability):x8}");

    private static string Ids(IEnumerable<int> ids) => string.Join(',', ids);
}
