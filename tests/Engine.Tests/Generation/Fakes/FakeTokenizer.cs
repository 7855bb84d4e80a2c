using System.Text;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>A token per character. Allocates nothing when decoding.</summary>
internal sealed class FakeTokenizer : ITokenizer
{
    private static readonly string[] Strings = [.. FakeVocabulary.Characters.Select(c => c.ToString())];

    public int[] Encode(string text) => [.. text.Select(FakeVocabulary.IdOf)];

    public string Decode(ReadOnlySpan<int> ids) => string.Concat(ids.ToArray().Where(FakeVocabulary.IsText).Select(Text));

    public ReadOnlySpan<byte> BytesOf(int id) => FakeVocabulary.IsText(id) ? Encoding.ASCII.GetBytes(Text(id)) : [];

    public ITextDecoder CreateDecoder() => new Decoder();

    private static string Text(int id) => Strings[id - FakeVocabulary.FirstText];

    private sealed class Decoder : ITextDecoder
    {
        public string Push(int id) => Text(id);

        public string Flush() => string.Empty;
    }
}
