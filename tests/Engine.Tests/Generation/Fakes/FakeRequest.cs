using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>A submitted request and what was read of it.</summary>
internal sealed class FakeRequest(GenerationRequest request)
{
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

    /// <summary>Takes updates that are there.</summary>
    public void Read(int most = int.MaxValue)
    {
        while (most-- > 0 && request.Output.TryRead(out var update))
        {
            Updates.Add(update);
        }

        if (IsOver || !request.Output.Completion.IsCompleted)
        {
            return;
        }

        IsOver = true;
        try
        {
            request.Output.Completion.GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            Error = exception;
        }
    }
}
