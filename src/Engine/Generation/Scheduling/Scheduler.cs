using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Generation.Drafting;
using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Prompting;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// Runs all requests of an engine together. One <see cref="Step"/> is: end what was cancelled, admit who waits, put every
/// running answer's next tokens into one batch, pass it through the decoder, choose tokens, send updates. Every answer
/// ends exactly once. One thread; <see cref="Counters"/> may be read from any.
/// </summary>
internal sealed class Scheduler : IDisposable
{
    private readonly ILoadedModel model;
    private readonly SchedulerLimits limits;
    private readonly TimeProvider time;
    private readonly KvBlockPool pool;
    private readonly PrefixCache cache;
    private readonly Admission admission;
    private readonly PromptEncoder encoder;
    private readonly PassPlanner planner;
    private readonly DraftPlanner drafts;
    private readonly PassCosts costs = new();
    private readonly AnswerProgress progress;
    private readonly TokenChooser chooser;
    private readonly TokenMasks masks;
    private readonly DecoderPass pass;
    private readonly List<GenerationRequest> live = [];
    private readonly List<Answer> running = [];
    private readonly Action<Answer> preempt;
    private volatile Exception? stopped;
    private long submitted;

    /// <param name="model">What decodes.</param>
    /// <param name="pool">Blocks of keys and values.</param>
    /// <param name="format">How prompts are joined.</param>
    /// <param name="masks">What may come up where.</param>
    /// <param name="workspace">The processors' scratch.</param>
    /// <param name="limits">How much runs at once.</param>
    /// <param name="time">Clock.</param>
    public Scheduler(
        ILoadedModel model,
        KvBlockPool pool,
        PromptFormat format,
        TokenMasks masks,
        LogitsWorkspace workspace,
        SchedulerLimits limits,
        TimeProvider time)
    {
        (this.model, this.pool, this.masks, this.limits, this.time) = (model, pool, masks, limits, time);
        cache = new PrefixCache(pool, model.Decoder.KvLayout.BlockTokens);
        encoder = new PromptEncoder(model, format);
        var guidance = new GuidanceLanes(model, pool);
        admission = new Admission(model, pool, cache, guidance);
        planner = new PassPlanner(model.Decoder, cache, limits.PrefillChunk);
        drafts = new DraftPlanner(model.Decoder, costs);
        progress = new AnswerProgress(model, cache, guidance, admission, new AnswerWriter(model.Codec, time), time);
        pass = new DecoderPass(model.Decoder, Counters);
        chooser = new TokenChooser(workspace);
        preempt = Preempt;
    }

    /// <summary>What happened so far, and what runs now.</summary>
    public SchedulerCounters Counters { get; } = new();

    /// <summary>Blocks that cached prefixes hold.</summary>
    public int CachedBlocks => cache.BlockCount;

    /// <summary>Whether anything runs or waits.</summary>
    public bool HasWork => live.Count > 0;

    /// <summary>Called from any thread when a request was cancelled, so that a step would end it.</summary>
    public Action? Woken { get; set; }

    /// <summary>Takes a request over; from here on it ends exactly once.</summary>
    public void Submit(GenerationRequest request)
    {
        request.Number = submitted++;
        request.Scope = cache.Open(request.Options.CacheScope);
        request.Answers = [.. Enumerable.Range(0, request.Options.Answers).Select(index => new Answer(
            request,
            index,
            new ModalityMachine(request.Options.Mode, masks, model.Pictures, model.Codec?.CodesPerPicture ?? 0),
            model.Tokenizer.CreateDecoder()))];
        live.Add(request);
        foreach (var answer in request.Answers)
        {
            admission.Enqueue(answer);
        }

        request.Registration = request.Token.UnsafeRegister(OnCancelled, (this, request));
        Count();
    }

    /// <summary>Frees what a cache scope holds.</summary>
    public void Forget(string scope) => cache.Forget(scope);

    /// <summary>Goes on with everything by one pass, or by one encoded picture.</summary>
    /// <returns>False if nothing can go on: no work, or every reader is slow.</returns>
    public bool Step()
    {
        EndCancelled();
        var admitted = Admit();
        admission.TellPlaces();
        planner.Plan(running, preempt);
        drafts.Plan(running);
        pass.Fill(running);
        Count();
        if (pass.Answers.Count == 0)
        {
            return admitted;
        }

        if (Forward())
        {
            ChooseTokens();
        }

        Count();
        return true;
    }

    /// <summary>Makes every request end with this error from here on, the one at hand soon. From any thread.</summary>
    public void Stop(Exception error)
    {
        stopped = error;
        pass.Cancel();
    }

    /// <summary>Ends every request with the same error.</summary>
    public void EndAll(Exception error)
    {
        while (live.Count > 0)
        {
            End(live[^1], error);
        }

        Count();
    }

    /// <summary>Gives the blocks back. All requests must have ended.</summary>
    public void Dispose()
    {
        pool.Dispose();
        pass.Dispose();
    }

    private static void OnCancelled(object? state)
    {
        var (scheduler, request) = ((Scheduler, GenerationRequest))state!;
        if (request.IsInPrefillPass)
        {
            scheduler.pass.Cancel();
        }

        scheduler.Woken?.Invoke();
    }

    private void EndCancelled()
    {
        for (var i = live.Count - 1; i >= 0; i--)
        {
            var request = live[i];
            if (request.Token.IsCancellationRequested)
            {
                End(request, request.Cancelled());
                continue;
            }

            if (!request.Output.IsFull)
            {
                request.PausedSince = null;
                continue;
            }

            request.PausedSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(request.PausedSince.Value) > limits.ReaderTimeout)
            {
                End(request, GenerationThrow.Abandoned(limits.ReaderTimeout));
            }
        }
    }

    /// <returns>Whether a picture was encoded or an answer admitted.</returns>
    private bool Admit()
    {
        var any = false;
        while (TryAdmitOne(out var encodedPicture))
        {
            any = true;
            if (encodedPicture)
            {
                break;
            }
        }

        return any;
    }

    private bool TryAdmitOne(out bool encodedPicture)
    {
        encodedPicture = false;
        if (admission.Next() is not { } answer || !HasPlace())
        {
            return false;
        }

        var request = answer.Request;
        try
        {
            encodedPicture = !encoder.TryFinish(request);
        }
        catch (Exception exception)
        {
            End(request, Typed(request, exception));
            return true;
        }

        if (encodedPicture)
        {
            return true;
        }

        if (!admission.TryStart(answer, running.Count))
        {
            return false;
        }

        request.Started ??= time.GetTimestamp();
        request.Output.SetPlace(UpdateBuffer.Started);
        request.LeaveQueue();
        answer.MoveTo(AnswerState.Prefilling);
        Admission.InsertByAge(running, answer);
        Counters.CachedTokens += answer.Main!.Computed;
        return true;
    }

    /// <summary>Whether one more may run: a paused answer gives its place to one that waits.</summary>
    private bool HasPlace()
    {
        if (running.Count < limits.MaxRunning)
        {
            return true;
        }

        foreach (var answer in running)
        {
            if (answer.Request.Output.IsFull)
            {
                Preempt(answer);
                return true;
            }
        }

        return false;
    }

    private void Preempt(Answer answer)
    {
        answer.ReleaseCache();
        answer.MoveTo(AnswerState.Waiting);
        running.Remove(answer);
        admission.Enqueue(answer);
        Counters.Preempted++;
    }

    /// <returns>Whether the pass was computed.</returns>
    private bool Forward()
    {
        try
        {
            var start = time.GetTimestamp();
            if (!pass.TryRun())
            {
                return false;
            }

            costs.Saw(pass.ReadsPrompt ? 0 : pass.Rows, time.GetElapsedTime(start).TotalSeconds);
            return true;
        }
        catch (Exception exception)
        {
            foreach (var answer in pass.Answers)
            {
                End(answer.Request, GenerationThrow.Failed(exception));
            }

            return false;
        }
    }

    private void ChooseTokens()
    {
        foreach (var answer in pass.Answers)
        {
            if (!answer.Share.IsWhole || answer.State.IsEnd())
            {
                continue;
            }

            try
            {
                ChooseTokens(answer);
            }
            catch (Exception exception)
            {
                End(answer.Request, Typed(answer.Request, exception));
            }
        }
    }

    /// <summary>Chooses the next token, and as long as it is the drafted one, the token after it.</summary>
    private void ChooseTokens(Answer answer)
    {
        var main = answer.Main!;
        main.HoldBackDraft();
        if (answer.State == AnswerState.Prefilling)
        {
            progress.PrefillDone(answer);
        }

        // The pass's logits stand for the first of the codes that were kept, not for what comes behind them.
        if (TakeKept(answer))
        {
            return;
        }

        var logits = answer.MainLogits;
        while (ChooseToken(answer, logits++))
        {
            main.ConfirmDraft();
        }

        TakeKept(answer);
    }

    /// <summary>Takes the codes that the caller keeps in the next places, all at once: the next pass reads them like a prompt.</summary>
    /// <returns>Whether there were any.</returns>
    private bool TakeKept(Answer answer)
    {
        var any = false;
        while (!answer.State.IsEnd() && answer.NextKept is { } code)
        {
            any = true;
            Take(answer, code);
        }

        return any;
    }

    /// <returns>Whether the chosen token is the drafted one and the answer goes on.</returns>
    private bool ChooseToken(Answer answer, int logits)
    {
        var id = chooser.Choose(
            answer, pass.Logits(logits), pass.Logits(answer.ImageOnlyLogits), pass.Logits(answer.UnconditionedLogits));
        var isDrafted = answer.Main!.IsDrafted(id);
        Counters.AcceptedTokens += isDrafted ? 1 : 0;
        return Take(answer, id) && isDrafted;
    }

    /// <returns>Whether the answer goes on.</returns>
    private bool Take(Answer answer, int id)
    {
        Counters.GeneratedTokens++;
        if (progress.Take(answer, id) is null)
        {
            return true;
        }

        running.Remove(answer);
        if (answer.Request.HasEnded)
        {
            End(answer.Request, null);
        }

        return false;
    }

    /// <summary>Ends a request with all its answers, once.</summary>
    private void End(GenerationRequest request, Exception? error)
    {
        if (!live.Remove(request))
        {
            return;
        }

        error = error is OperationCanceledException && stopped is not null ? stopped : error;
        foreach (var answer in request.Answers)
        {
            if (answer.State.IsEnd())
            {
                continue;
            }

            if (answer.Machine is { IsPictureOpen: true, CodeCount: > 0 })
            {
                AnswerWriter.IncompletePicture(answer);
            }

            running.Remove(answer);
            admission.Remove(answer);
            answer.ReleaseCache();
            answer.MoveTo(AnswerState.Failed);
        }

        request.Output.SetPlace(UpdateBuffer.Started);
        request.LeaveQueue();
        cache.Close(request.Scope!);
        Counters.Finished += error is null ? 1 : 0;
        Counters.Cancelled += error is OperationCanceledException ? 1 : 0;
        Counters.Failed += error is null or OperationCanceledException ? 0 : 1;
        request.Dispose();
        request.Output.Complete(error);
    }

    private static Exception Typed(GenerationRequest request, Exception exception) => exception switch
    {
        GenerationException => exception,
        OperationCanceledException when request.Token.IsCancellationRequested => request.Cancelled(),
        _ => GenerationThrow.Failed(exception),
    };

    private void Count()
    {
        Counters.Running = running.Count;
        Counters.Waiting = admission.Count;
    }
}
