using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>Turns what happens to an answer into updates for its reader.</summary>
internal sealed class AnswerWriter(IPictureCodec? codec, TimeProvider time)
{
    /// <summary>Text goes on.</summary>
    /// <returns>Whether a stop string came up.</returns>
    public static bool Text(Answer answer, int id)
    {
        var text = answer.TextDecoder.Push(id);

        // A document is whole or it is nothing: stop strings end free text alone.
        var free = answer.Grammar is { IsFree: false } ? answer.Stops.Flush() + text : answer.Stops.Push(text);
        answer.Request.Output.Write(new GenerationUpdate.Text(answer.Index, free, [id]) { Choices = Choices(answer) });
        return answer.Stops.Stopped;
    }

    /// <summary>Text ends here: lets go of all that was held back.</summary>
    /// <param name="answer">Whose.</param>
    /// <param name="end">The token that ended it; null if none did.</param>
    public static void EndText(Answer answer, int? end)
    {
        var value = string.Empty;
        if (!answer.Stops.Stopped)
        {
            value = answer.Stops.Push(answer.TextDecoder.Flush());
            value += answer.Stops.Stopped ? string.Empty : answer.Stops.Flush();
        }

        if (value.Length > 0 || end is not null)
        {
            answer.Request.Output.Write(end is { } id
                ? new GenerationUpdate.Text(answer.Index, value, [id]) { Choices = Choices(answer) }
                : new GenerationUpdate.Text(answer.Index, value, []));
        }
    }

    /// <summary>A picture begins.</summary>
    public static void PictureBegins(Answer answer) => Progress(answer, null);

    /// <summary>A picture goes on; sends a preview when one is due and the reader has taken the one before.</summary>
    /// <exception cref="OperationCanceledException">The request was cancelled while the preview was drawn.</exception>
    public void Code(Answer answer)
    {
        var picture = answer.Request.Options.Picture;
        var count = answer.Machine.CodeCount;
        if (IsDue(picture.PreviewEvery, count))
        {
            Progress(answer, answer.Request.Output.HoldsPreview ? null : Decode(answer));
        }
        else if (IsDue(picture.ProgressEvery, count))
        {
            Progress(answer, null);
        }
    }

    /// <summary>A picture is whole.</summary>
    /// <exception cref="OperationCanceledException">The request was cancelled while it was drawn.</exception>
    public void Picture(Answer answer) => answer.Request.Output.Write(new GenerationUpdate.Picture(
        answer.Index, answer.Machine.PictureIndex, answer.Machine.Codes.ToArray(), Decode(answer)));

    /// <summary>A picture is cut short.</summary>
    public static void IncompletePicture(Answer answer) => answer.Request.Output.Write(new GenerationUpdate.IncompletePicture(
        answer.Index, answer.Machine.PictureIndex, answer.Machine.Codes.ToArray(), answer.Machine.CodesPerPicture));

    /// <summary>The answer ends.</summary>
    public void Finished(Answer answer, FinishReason reason)
    {
        var request = answer.Request;
        var now = time.GetTimestamp();
        request.Output.Write(new GenerationUpdate.Finished(answer.Index, reason, new GenerationUsage(
            request.Prompt.Count,
            request.CachedTokens ?? 0,
            answer.Generated - answer.PictureTokens,
            answer.PictureTokens,
            time.GetElapsedTime(request.Submitted, request.Started ?? now),
            time.GetElapsedTime(request.Submitted, answer.FirstToken ?? now),
            time.GetElapsedTime(request.Submitted, now))));
    }

    private static TokenChoice[] Choices(Answer answer) => answer.Choice is { } choice ? [choice] : [];

    private static bool IsDue(int every, int count) => every > 0 && count % every == 0;

    private PixelImage Decode(Answer answer) => codec!.Decode(answer.Machine.Codes, answer.Request.Token);

    private static void Progress(Answer answer, PixelImage? preview) => answer.Request.Output.Write(
        new GenerationUpdate.PictureProgress(
            answer.Index, answer.Machine.PictureIndex, answer.Machine.CodeCount, answer.Machine.CodesPerPicture, preview));
}
