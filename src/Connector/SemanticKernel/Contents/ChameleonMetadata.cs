using System.Collections.ObjectModel;
using Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>What is known about an answer besides its content: the Metadata of messages and of streamed chunks. Immutable.</summary>
public sealed class ChameleonMetadata : ReadOnlyDictionary<string, object?>
{
    internal ChameleonMetadata(IDictionary<string, object?> values)
        : base(values)
    {
    }

    /// <summary>The response; the same for all its chunks.</summary>
    public string? Id => Get<string>(nameof(Id));

    /// <summary>The message; the same for all its chunks, another after function calls.</summary>
    public string? MessageId => Get<string>(nameof(MessageId));

    /// <summary>When it was begun.</summary>
    public DateTimeOffset? CreatedAt => Get<DateTimeOffset?>(nameof(CreatedAt));

    /// <summary>Why it ended (<c>stop</c>, <c>length</c>, <c>tool_calls</c>); on the last chunk only.</summary>
    public string? FinishReason => Get<string>(nameof(FinishReason));

    /// <summary>What it took, in the shape that Semantic Kernel counts; on the last chunk only.</summary>
    public UsageDetails? Usage => Get<UsageDetails>(nameof(Usage));

    /// <summary>The seed it was made with, also where none was asked for; on the last chunk only.</summary>
    public long? Seed => Get<long?>(nameof(Seed));

    /// <summary>Waiting before the first pass; on the last chunk only.</summary>
    public TimeSpan? QueueTime => Get<TimeSpan?>(nameof(QueueTime));

    /// <summary>From the request to its first token; on the last chunk only.</summary>
    public TimeSpan? TimeToFirstToken => Get<TimeSpan?>(nameof(TimeToFirstToken));

    /// <summary>From the request to its end; on the last chunk only.</summary>
    public TimeSpan? TotalTime => Get<TimeSpan?>(nameof(TotalTime));

    /// <summary>What went wrong without ending the answer, such as a picture that was cut short; null: nothing.</summary>
    public IReadOnlyList<string>? Errors => Get<IReadOnlyList<string>>(nameof(Errors));

    /// <summary>Reads the metadata of a message or chunk.</summary>
    /// <param name="dictionary">The metadata.</param>
    /// <returns>The same instance where it is Chameleon's own.</returns>
    public static ChameleonMetadata FromDictionary(IReadOnlyDictionary<string, object?> dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        return dictionary as ChameleonMetadata ?? new ChameleonMetadata(new Dictionary<string, object?>(dictionary));
    }

    private T? Get<T>(string name) => TryGetValue(name, out var value) && value is T typed ? typed : default;
}
