using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>One pass through the decoder: the shares of all running answers as one batch. Reused; allocates nothing once grown.</summary>
internal sealed class DecoderPass(IDecoder decoder, SchedulerCounters counters) : IDisposable
{
    private readonly DecoderBatch batch = new();
    private readonly List<Answer> answers = [];
    private readonly PassCancellation cancellation = new();
    private CancellationToken token;

    /// <summary>Who takes part.</summary>
    public List<Answer> Answers => answers;

    /// <summary>Rows of the batch.</summary>
    public int Rows => batch.Rows.RowCount;

    /// <summary>Whether a prompt is read in it.</summary>
    public bool ReadsPrompt { get; private set; }

    /// <summary>Makes the batch of the answers' shares.</summary>
    public void Fill(List<Answer> running)
    {
        batch.Clear();
        answers.Clear();
        ReadsPrompt = false;
        token = cancellation.Renew();
        foreach (var answer in running)
        {
            var share = answer.Share;
            if (share.Total == 0)
            {
                continue;
            }

            answers.Add(answer);
            MarkPrefill(answer.Request, share);
            answer.MainLogits = Add(answer.Main, share.Main, share.IsWhole);
            answer.ImageOnlyLogits = Add(answer.ImageOnly, share.ImageOnly, share.IsWhole);
            answer.UnconditionedLogits = Add(answer.Unconditioned, share.Unconditioned, share.IsWhole);
            counters.DraftedTokens += answer.Main!.Drafted;
            counters.PromptTokens += share.IsPrefill ? share.Total : 0;
        }
    }

    /// <summary>Runs the batch.</summary>
    /// <returns>False if it was cancelled; nothing has changed then.</returns>
    public bool TryRun()
    {
        try
        {
            decoder.Forward(batch, token);
            counters.Passes++;
            return true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Somebody who was reading a prompt left; the others' tokens come with the next pass.
            return false;
        }
        finally
        {
            foreach (var answer in answers)
            {
                answer.Request.IsInPrefillPass = false;
            }
        }
    }

    /// <summary>Logits [vocabulary] of a wanted row; empty for −1.</summary>
    public Span<float> Logits(int row) => row < 0 ? default : batch.Logits(row, decoder.VocabularySize);

    /// <summary>Stops it between two layers. From any thread.</summary>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => cancellation.Dispose();

    /// <summary>From here on, cancelling the request stops the pass.</summary>
    private void MarkPrefill(GenerationRequest request, PassShare share)
    {
        if (!share.IsPrefill)
        {
            return;
        }

        ReadsPrompt = true;
        request.IsInPrefillPass = true;
        if (request.Token.IsCancellationRequested)
        {
            Cancel();
        }
    }

    /// <returns>Where the logits of the last known token are, those of its draft following; −1 for nowhere.</returns>
    private int Add(Lane? lane, int count, bool wantLogits)
    {
        if (lane is null || count == 0)
        {
            return -1;
        }

        var last = batch.Rows.RowCount + count - 1;
        batch.Add(lane.Cache, lane.Rows(count), wantLogits: false);
        var logits = wantLogits ? batch.WantLogits(last) : -1;
        for (var i = 1; i <= lane.Drafted; i++)
        {
            batch.WantLogits(last + i);
        }

        return logits;
    }
}
