using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Models;

public sealed class CrossEntropyTests
{
    private static readonly ForwardTensor Even = new(new float[8], [1, 2, 4]);

    [Fact]
    public void Even_logits_cost_the_logarithm_of_their_number() =>
        Assert.Equal(MathF.Log(4), CrossEntropy.Mean(Even, new int[1, 2] { { 0, 3 } }), 1e-6f);

    [Fact]
    public void A_position_predicts_the_next_label_and_ignored_ones_do_not_count()
    {
        var logits = new ForwardTensor([5, 0, 0, 5, 9, 9], [1, 3, 2]);
        var expected = MathF.Log(1 + MathF.Exp(-5));
        Assert.Equal(expected, CrossEntropy.Mean(logits, new int[1, 3] { { 1, 0, -100 } }), 1e-6f);
        Assert.Equal(expected, CrossEntropy.Mean(logits, new int[1, 3] { { -100, 0, 1 } }), 1e-6f);
    }

    [Fact]
    public void Huge_logits_stay_finite() =>
        Assert.Equal(0, CrossEntropy.Mean(new ForwardTensor([1e30f, -1e30f, 0, 0], [1, 2, 2]), new int[1, 2] { { 0, 0 } }));

    [Fact]
    public void Nothing_to_count_gives_no_number() => Assert.True(float.IsNaN(CrossEntropy.Mean(Even, new int[1, 2] { { 1, -100 } })));
}
