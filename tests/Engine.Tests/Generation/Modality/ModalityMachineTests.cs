using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Modality;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Modality;

/// <summary>Case 40 on the state machine itself: whatever is chosen, the laws of a picture hold.</summary>
public sealed class ModalityMachineTests
{
    private const int N = 4;
    private static readonly TokenMasks Masks = new(new FakeModel(codesPerPicture: N));

    [Theory]
    [InlineData(GenerationMode.Text)]
    [InlineData(GenerationMode.Picture)]
    [InlineData(GenerationMode.Interleaved)]
    public void Case40_random_walks_over_what_is_allowed_keep_the_laws(GenerationMode mode)
    {
        for (var seed = 0; seed < 500; seed++)
        {
            Walk(mode, new Random(seed));
        }
    }

    [Theory]
    [InlineData(GenerationMode.Text, FakeVocabulary.FirstCode)]
    [InlineData(GenerationMode.Text, FakeVocabulary.BeginOfImage)]
    [InlineData(GenerationMode.Text, FakeVocabulary.EndOfImage)]
    [InlineData(GenerationMode.Text, FakeVocabulary.Begin)]
    [InlineData(GenerationMode.Text, FakeVocabulary.Padding)]
    [InlineData(GenerationMode.Interleaved, FakeVocabulary.FirstCode)]
    [InlineData(GenerationMode.Interleaved, FakeVocabulary.EndOfImage)]
    [InlineData(GenerationMode.Picture, FakeVocabulary.FirstText)]
    [InlineData(GenerationMode.Picture, FakeVocabulary.EndOfImage)]
    [InlineData(GenerationMode.Picture, FakeVocabulary.End)]
    [InlineData(GenerationMode.Picture, -1)]
    [InlineData(GenerationMode.Picture, FakeVocabulary.Size)]
    public void Case40_an_impossible_token_is_refused_and_changes_nothing(GenerationMode mode, int id)
    {
        var machine = Create(mode);
        Assert.False(machine.Allowed(100).Allows(id));
        Assert.Throws<InvalidOperationException>(() => machine.Advance(id));
        Assert.Equal(0, machine.CodeCount);
    }

    private static void Walk(GenerationMode mode, Random random)
    {
        var machine = Create(mode);
        var room = random.Next(1, 40);
        var (open, codes) = (mode == GenerationMode.Picture, 0);
        while (room > 0 && machine.Current != Engine.Generation.Modality.Modality.Ended)
        {
            var mask = machine.Allowed(room);
            var logits = new float[FakeVocabulary.Size];
            mask.Apply(logits);
            var choices = Enumerable.Range(0, logits.Length).Where(id => logits[id] == 0).ToArray();
            Assert.All(choices, id => Assert.True(mask.Allows(id)));
            var id = choices[random.Next(choices.Length)];
            var isCode = id is >= FakeVocabulary.FirstCode and < FakeVocabulary.FirstText;
            Assert.Equal(open, isCode);
            var change = machine.Advance(id);
            room--;
            if (id == FakeVocabulary.BeginOfImage)
            {
                Assert.Equal((GenerationMode.Interleaved, ModalityEvent.PictureBegan), (mode, change));
                Assert.True(room >= N + 1);
                (open, codes) = (true, 0);
            }
            else if (isCode && ++codes == N)
            {
                Assert.Equal(ModalityEvent.PictureDone, change);
                Assert.Equal(N, machine.Codes.Length);
                room -= mode == GenerationMode.Interleaved ? 1 : 0;
                open = false;
            }
        }

        Assert.True(room >= 0);
        Assert.True(!open || mode == GenerationMode.Picture, "An interleaved picture was cut short.");
    }

    private static ModalityMachine Create(GenerationMode mode) => new(mode, Masks, FakeVocabulary.Pictures, N);
}
