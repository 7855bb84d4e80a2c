using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>A submitted request and what was read of it.</summary>
internal sealed class FakeRequest(GenerationRequest request)
{
    private readonly IAsyncEnumerator<GenerationUpdate> reader = request.Output.ReadAllAsync().GetAsyncEnumerator();
    private Task<bool>? next;

    public GenerationRequest Request => request;

    public List<GenerationUpdate> Updates { get; } = [];

    /// <summary>What ended it, once it is over.</summary>
    public Exception? Error { get; private set; }

    public bool IsOver { get; private set; }

    public IEnumerable<GenerationUpdate.Finished> Ends => Updates.OfType<GenerationUpdate.Finished>();

    /// <summary>Text of an answer.</summary>
    public string Text(int answer = 0) =>
        string.Concat(Updates.OfType<GenerationUpdate.Text>().Where(text => text.Answer == answer).Select(text => text.Value));

    /// <summary>Ids of an answer's text.</summary>
    public int[] Tokens(int answer = 0) =>
        [.. Updates.OfType<GenerationUpdate.Text>().Where(text => text.Answer == answer).SelectMany(text => text.Tokens)];

    /// <summary>Codes of an answer's whole pictures, one after the other.</summary>
    public int[] Codes(int answer = 0) =>
        [.. Updates.OfType<GenerationUpdate.Picture>().Where(p => p.Answer == answer).SelectMany(p => p.Codes)];

    /// <summary>Takes all updates that are there.</summary>
    public void Read(int most = int.MaxValue)
    {
        while (!IsOver && most-- > 0)
        {
            next ??= reader.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
            {
                return;
            }

            IsOver = next.IsFaulted || next.IsCanceled || !next.Result;
            Error = next.IsCanceled ? new OperationCanceledException() : next.Exception?.InnerException;
            if (!IsOver)
            {
                Updates.Add(reader.Current);
            }

            next = null;
        }
    }
}
