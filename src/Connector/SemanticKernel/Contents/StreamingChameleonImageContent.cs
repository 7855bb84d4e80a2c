using Microsoft.SemanticKernel;

namespace Chameleon.SemanticKernel;

/// <summary>
/// A picture in a streamed answer, among the items of a <see cref="StreamingChatMessageContent"/>: previews while it is
/// drawn, when they were asked for, then the picture itself.
/// </summary>
public sealed class StreamingChameleonImageContent : StreamingKernelContent
{
    /// <summary>A picture or a preview of one.</summary>
    /// <param name="data">The file.</param>
    /// <param name="mimeType">Its kind: <c>image/png</c>.</param>
    /// <param name="pictureIndex">Which picture of the message, from 0.</param>
    /// <param name="isFinal">Whether it is the picture itself.</param>
    /// <param name="innerContent">What it was made of.</param>
    /// <param name="modelId">Who drew it.</param>
    /// <param name="metadata">More about it.</param>
    public StreamingChameleonImageContent(
        ReadOnlyMemory<byte> data,
        string mimeType,
        int pictureIndex,
        bool isFinal,
        object? innerContent = null,
        string? modelId = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, choiceIndex: 0, modelId, metadata)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        ArgumentOutOfRangeException.ThrowIfNegative(pictureIndex);
        (Data, MimeType, PictureIndex, IsFinal) = (data, mimeType, pictureIndex, isFinal);
    }

    /// <summary>The file.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Its kind: <c>image/png</c>.</summary>
    public string MimeType { get; }

    /// <summary>Which picture of the message, from 0; previews and picture have the same.</summary>
    public int PictureIndex { get; }

    /// <summary>Whether this is the picture itself; false: a preview, which the next one replaces.</summary>
    public bool IsFinal { get; }

    /// <summary>The same as an item of a whole message.</summary>
    public ImageContent ToImageContent() => new(Data, MimeType) { ModelId = ModelId, Metadata = Metadata };

    /// <inheritdoc/>
    public override byte[] ToByteArray() => Data.ToArray();

    /// <summary>Nothing: a picture has no text.</summary>
    public override string ToString() => "";
}
