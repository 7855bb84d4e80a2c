using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>Codes are the pixels of the first row; a picture of codes has them in its first row.</summary>
internal sealed class FakeCodec(int codesPerPicture) : IPictureCodec
{
    public int CodesPerPicture => codesPerPicture;

    public int PictureSize => codesPerPicture;

    public ReadOnlyMemory<float> Codebook { get; } = new float[FakeVocabulary.Codes];

    public bool CanDecode { get; set; } = true;

    public int Encoded { get; private set; }

    public int Decoded { get; private set; }

    public Action? OnEncode { get; set; }

    public Action? OnDecode { get; set; }

    /// <summary>A picture that encodes to these codes.</summary>
    public static PixelImage Picture(params int[] codes) =>
        new(codes.Length, 1, [.. codes.SelectMany(code => new byte[] { (byte)code, 0, 0 })]);

    public int[] Encode(ReadOnlySpan<float> pixels, CancellationToken cancellationToken = default)
    {
        Encoded++;
        OnEncode?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        return [.. pixels.ToArray().Select(value => (int)value)];
    }

    public PixelImage Decode(ReadOnlySpan<int> codes, CancellationToken cancellationToken = default)
    {
        Decoded++;
        OnDecode?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        return Picture(codes.ToArray());
    }
}
