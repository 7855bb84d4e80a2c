using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>A model that computes nothing and behaves like one.</summary>
internal sealed class FakeModel(int context = 256, int codesPerPicture = 4, int blockTokens = 4) : ILoadedModel
{
    public FakeDecoder Fake { get; } = new(context, blockTokens);

    public FakeCodec FakeCodec { get; } = new(codesPerPicture);

    public bool IsDisposed { get; private set; }

    public ModelInfo Info => new()
    {
        Architecture = "Fake",
        Directory = string.Empty,
        Parameters = 0,
        Layers = 1,
        HiddenSize = 1,
        Heads = 1,
        KvHeads = 1,
        VocabularySize = FakeVocabulary.Size,
        ContextLength = context,
        WeightType = "F32",
        CodesPerPicture = codesPerPicture,
        CodebookSize = FakeVocabulary.Pictures.Ids.Length,
        PictureSize = codesPerPicture,
        PictureFingerprint = null,
        CanSee = true,
        CanDraw = CanDraw,
        WeightBytes = 0,
    };

    public IComputeDevice Device { get; } = new ReferenceDevice();

    public IDecoder Decoder => Fake;

    public IPictureCodec Codec => FakeCodec;

    public PictureVocabulary Pictures => FakeVocabulary.Pictures;

    public SpecialTokens Special => new(FakeVocabulary.Begin, FakeVocabulary.End, FakeVocabulary.EndOfTurn);

    public ITokenizer Tokenizer { get; } = new FakeTokenizer();

    public ReadOnlyMemory<int> TextIds { get; } =
        Enumerable.Range(FakeVocabulary.FirstText, FakeVocabulary.Characters.Length).ToArray();

    public bool CanDraw { get; set; } = true;

    public float[] Preprocess(PixelImage picture) =>
        [.. Enumerable.Range(0, codesPerPicture).Select(i => (float)(i < picture.Width ? picture.Data[i * 3] : 0))];

    public PixelImage Prepare(PixelImage picture) => picture;

    public void Dispose()
    {
        Device.Dispose();
        IsDisposed = true;
    }
}
