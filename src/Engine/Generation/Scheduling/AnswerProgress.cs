using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>What a chosen token does to its answer: state, sequences, updates, and whether that was the end.</summary>
internal sealed class AnswerProgress(
    ILoadedModel model, PrefixCache cache, GuidanceLanes guidance, Admission admission, AnswerWriter writer, TimeProvider time)
{
    /// <summary>The answer's sequences are computed as far as they go: it decodes from here on.</summary>
    public void PrefillDone(Answer answer)
    {
        answer.MoveTo(answer.Machine.IsPictureOpen ? AnswerState.DecodingPicture : AnswerState.DecodingText);
        var request = answer.Request;
        if (answer is { Generated: 0, Machine.IsPictureOpen: true })
        {
            AnswerWriter.PictureBegins(answer);
        }

        if (request.IsPrefixKept || (request.Answers.Length == 1 && request.Scope!.Name is null))
        {
            return;
        }

        answer.Main!.Keep(cache, request.Scope!);
        request.IsPrefixKept = true;
    }

    /// <summary>Takes a chosen token.</summary>
    /// <returns>Why the answer ends; null if it goes on.</returns>
    public FinishReason? Take(Answer answer, int id)
    {
        answer.FirstToken ??= time.GetTimestamp();
        answer.Generated++;
        answer.Main!.Append(id);
        answer.ImageOnly?.Append(id);
        answer.Unconditioned?.Append(id);
        var change = answer.Machine.Advance(id);
        if (change == ModalityEvent.Text)
        {
            answer.Grammar?.Advance(id);
            answer.Lookup?.Take(answer.Main.Tokens);
        }

        var end = change switch
        {
            ModalityEvent.Text => AnswerWriter.Text(answer, id) ? FinishReason.Stop : null,
            ModalityEvent.End => FinishReason.Stop,
            ModalityEvent.PictureBegan => PictureBegan(answer),
            ModalityEvent.Code => Code(answer),
            _ => PictureDone(answer),
        };
        end ??= answer.Room == 0 ? FinishReason.Length : null;
        if (end is { } reason)
        {
            Finish(answer, reason, change == ModalityEvent.End ? id : null);
        }

        return end;
    }

    private FinishReason? PictureBegan(Answer answer)
    {
        AnswerWriter.EndText(answer, null);
        if (answer.Stops.Stopped)
        {
            return FinishReason.Stop;
        }

        AnswerWriter.PictureBegins(answer);
        guidance.Begin(answer);
        admission.AttachGuidance(answer);
        answer.MoveTo(AnswerState.DecodingPicture);
        return null;
    }

    private FinishReason? Code(Answer answer)
    {
        answer.PictureTokens++;
        writer.Code(answer);
        return null;
    }

    private FinishReason? PictureDone(Answer answer)
    {
        answer.PictureTokens++;
        answer.DropGuidance();
        writer.Picture(answer);
        if (answer.Machine.Current == Modality.Modality.Ended)
        {
            return FinishReason.PictureDone;
        }

        answer.Main!.Append(model.Pictures.EndOfImage);
        answer.Generated++;
        answer.MoveTo(AnswerState.DecodingText);
        return null;
    }

    private void Finish(Answer answer, FinishReason reason, int? endToken)
    {
        if (answer.Machine is { IsPictureOpen: true, CodeCount: > 0 })
        {
            AnswerWriter.IncompletePicture(answer);
        }
        else if (reason != FinishReason.PictureDone)
        {
            AnswerWriter.EndText(answer, endToken);
        }

        if (answer.Request.Scope!.Name is not null)
        {
            answer.Main!.Keep(cache, answer.Request.Scope);
        }

        answer.MoveTo(AnswerState.Finished);
        answer.ReleaseCache();
        writer.Finished(answer, reason);
    }
}
