using System.Runtime.InteropServices;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// The waiting answers and who of them starts: first come, first served. Those whose reader is slow, and those whose
/// prompt another answer of the same request is reading just now, are passed over until they can go on.
/// </summary>
internal sealed class Admission(ILoadedModel model, KvBlockPool pool, PrefixCache cache, GuidanceLanes guidance)
{
    private readonly List<Answer> waiting = [];
    private bool hasChanged;
    private readonly KvLayout layout = model.Decoder.KvLayout;

    /// <summary>Answers that wait.</summary>
    public int Count => waiting.Count;

    /// <summary>Puts an answer at its place by age.</summary>
    public void Enqueue(Answer answer)
    {
        InsertByAge(waiting, answer);
        hasChanged = true;
    }

    /// <summary>Takes an answer out, if it is there.</summary>
    public void Remove(Answer answer) => hasChanged |= waiting.Remove(answer);

    /// <summary>Tells every request that has not started its place among these, if the queue has changed.</summary>
    public void TellPlaces()
    {
        if (!hasChanged)
        {
            return;
        }

        hasChanged = false;
        var ahead = 0;
        foreach (var answer in waiting)
        {
            if (answer.Index == 0 && answer.Request.Started is null)
            {
                answer.Request.Output.SetPlace(ahead++);
            }
        }
    }

    /// <summary>The next answer that may start; null for none.</summary>
    public Answer? Next()
    {
        foreach (var answer in waiting)
        {
            if (!answer.Request.Output.IsFull && (answer.Index == 0 || answer.Request.IsPrefixKept))
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>
    /// Takes an answer out of the waiting ones and gives it what the cache has of its sequences, if there are blocks for
    /// the rest. Its prompt is all ids.
    /// </summary>
    /// <param name="answer">The answer that <see cref="Next"/> gave.</param>
    /// <param name="running">Answers that run and will want more blocks.</param>
    public bool TryStart(Answer answer, int running)
    {
        if (answer.Main is null)
        {
            MakeSequences(answer);
        }

        if (running > 0 && BlocksNeeded(answer) > pool.Available + cache.IdleBlockCount - running)
        {
            return false;
        }

        Remove(answer);
        Attach(answer.Main!, answer.Request);
        AttachGuidance(answer);
        answer.Request.CachedTokens ??= answer.Main!.Computed;
        return true;
    }

    /// <summary>Gives the sequences of a picture's guidance what the cache has of them.</summary>
    public void AttachGuidance(Answer answer)
    {
        if (answer.ImageOnly is { } imageOnly)
        {
            Attach(imageOnly, answer.Request);
        }

        if (answer.Unconditioned is { } unconditioned)
        {
            Attach(unconditioned, answer.Request);
        }
    }

    /// <summary>Puts an answer between the older and the younger ones.</summary>
    public static void InsertByAge(List<Answer> answers, Answer answer)
    {
        var place = answers.Count;
        while (place > 0 && IsBefore(answer, answers[place - 1]))
        {
            place--;
        }

        answers.Insert(place, answer);
    }

    private static bool IsBefore(Answer one, Answer other) =>
        (one.Request.Number, one.Index).CompareTo((other.Request.Number, other.Index)) < 0;

    private void MakeSequences(Answer answer)
    {
        var request = answer.Request;
        answer.Main = new Lane(pool, layout, request.Prompt.Count + request.MaxNewTokens);
        answer.Main.Append(CollectionsMarshal.AsSpan(request.Prompt));
        if (answer.Machine.IsPictureOpen)
        {
            guidance.Begin(answer);
        }
    }

    private int BlocksNeeded(Answer answer) => layout.BlocksFor(answer.Main!.Count)
        + layout.BlocksFor(answer.ImageOnly?.Count ?? 0) + layout.BlocksFor(answer.Unconditioned?.Count ?? 0);

    private void Attach(Lane lane, GenerationRequest request) =>
        lane.Attach(cache, request.Scope!, length => model.Decoder.CanExtend(length, lane.Count));
}
