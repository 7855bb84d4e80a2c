using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// Identifies a conversation by all that was said in it so far, in order: who can name it has the whole of it at hand.
/// One thread at a time.
/// </summary>
internal sealed class ConversationTrace : IDisposable
{
    private const byte Text = (byte)'t';
    private const byte Picture = (byte)'p';
    private const byte EndOfTurn = (byte)'e';

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="scope">The caller's cache scope; conversations of different scopes are different ones.</param>
    public ConversationTrace(string? scope) => AddText(scope ?? "");

    /// <summary>Names the conversation up to here.</summary>
    public UInt128 Key => BinaryPrimitives.ReadUInt128LittleEndian(hash.GetCurrentHash());

    /// <summary>Somebody goes on.</summary>
    public void Add(ConversationPart part)
    {
        switch (part)
        {
            case ConversationPart.Text text:
                AddText(text.Value);
                break;
            case ConversationPart.Picture { Source: { Content: { } content } }:
                AddPicture(content);
                break;
            case ConversationPart.Picture { Source: { Address: { } address } }:
                AddText(address.OriginalString);
                break;
            default:
                Add(EndOfTurn, []);
                break;
        }
    }

    /// <summary>A text of any kind.</summary>
    public void AddText(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Add(Text, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>A picture file.</summary>
    public void AddPicture(DataContent content) => Add(Picture, PictureHash.Of(content));

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void Add(byte kind, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }
}
