using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Prompting;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Prompting;

/// <summary>Parts to ids.</summary>
public sealed class PromptFormatTests : IDisposable
{
    private readonly FakeModel model = new(context: 64);
    private readonly PromptFormat format;

    public PromptFormatTests() => format = new PromptFormat(model);

    public void Dispose() => model.Dispose();

    [Fact]
    public void Parts_are_joined_with_nothing_between()
    {
        var draft = format.Draft([new PromptPart.PictureCodes([3, 2, 1, 0]), new PromptPart.Text("a"), new PromptPart.EndOfTurn(), new PromptPart.Ids([7, 8])], 64);
        Assert.Equal(
            [FakeVocabulary.Begin, FakeVocabulary.BeginOfImage, 9, 8, 7, 6, FakeVocabulary.EndOfImage, FakeVocabulary.IdOf('a'), FakeVocabulary.EndOfTurn, 7, 8],
            draft.Segments.SelectMany(segment => segment.Ids!));
        Assert.Equal((11, 1), (draft.TokenCount, draft.PictureCount));
    }

    [Fact]
    public void Begin_of_sequence_comes_once()
    {
        Assert.Equal(1, format.Draft([], 64).TokenCount);
        Assert.Equal(2, format.Draft([new PromptPart.Ids([FakeVocabulary.Begin, 20])], 64).TokenCount);
        Assert.Equal(3, format.Draft([new PromptPart.Text("a"), new PromptPart.Ids([FakeVocabulary.Begin])], 64).TokenCount);
    }

    [Fact]
    public void Case25_more_pictures_than_fit_are_refused_before_encoding_and_the_message_says_how_many_fit()
    {
        PromptPart[] prompt = [new PromptPart.Text("abc"), .. Enumerable.Repeat(new PromptPart.Picture(FakeCodec.Picture(1, 2, 3, 4)), 10)];
        var error = Assert.Throws<GenerationException>(() => format.Draft(prompt, 64));
        Assert.Equal(GenerationError.PromptTooLong, error.Error);
        Assert.Contains("10 pictures", error.Message, StringComparison.Ordinal);
        Assert.Contains("holds 9", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.FakeCodec.Encoded);
        Assert.Equal(58, format.Draft(prompt[..10], 64).TokenCount);
    }

    [Fact]
    public void What_the_model_cannot_read_is_refused_with_value_and_limit()
    {
        void Refused(PromptPart part, string number) => Assert.Contains(
            number,
            Assert.Throws<GenerationException>(() => format.Draft([part], 64)).Message,
            StringComparison.Ordinal);
        Refused(new PromptPart.PictureCodes([1, 2, 3]), "3 codes; it must have 4");
        Refused(new PromptPart.PictureCodes([1, 2, 3, 8]), "code 8; codes go from 0 to 7");
        Refused(new PromptPart.PictureCodes([1, 2, 3, -1]), "code -1");
        Refused(new PromptPart.Ids([FakeVocabulary.Size]), $"id {FakeVocabulary.Size}");
        Refused(new PromptPart.Ids([-1]), "id -1");
        Refused(null!, "null");
        Assert.Throws<GenerationException>(() => format.Draft([.. Enumerable.Repeat(new PromptPart.Text(string.Empty), 10_001)], 64));
    }
}
