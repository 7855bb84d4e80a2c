using Chameleon.Engine.Compute;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;

namespace Chameleon.Bench.Drafting;

/// <summary>A network that is asked in ids and answers in ids: random weights have no words.</summary>
internal sealed class IdModel(ChameleonNetwork network, IComputeDevice device) : ILoadedModel
{
    private const int FirstText = 8_720;

    public ModelInfo Info => throw new NotSupportedException("Random weights are nobody's model.");

    public IComputeDevice Device => device;

    public IDecoder Decoder => network.Decoder;

    public IPictureCodec Codec => network.Codec;

    public PictureVocabulary Pictures => network.Config.Vocabulary.Pictures;

    public SpecialTokens Special => new(0, 2, network.Config.Vocabulary.EndOfTurn);

    public ITokenizer Tokenizer { get; } = new Silence();

    public ReadOnlyMemory<int> TextIds { get; } = Enumerable.Range(FirstText, network.Decoder.VocabularySize - FirstText).ToArray();

    public bool CanDraw => true;

    public float[] Preprocess(PixelImage picture) => throw new NotSupportedException("Prompts are ids here.");

    public PixelImage Prepare(PixelImage picture) => throw new NotSupportedException("Prompts are ids here.");

    public void Dispose() => network.Dispose();

    private sealed class Silence : ITokenizer, ITextDecoder
    {
        public int[] Encode(string text) => [];

        public string Decode(ReadOnlySpan<int> ids) => "";

        public ReadOnlySpan<byte> BytesOf(int id) => [];

        public ITextDecoder CreateDecoder() => this;

        public string Push(int id) => "";

        public string Flush() => "";
    }
}
