using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ResizeTargetTests
{
    [Theory]
    [InlineData(640, 480, 682, 512)]
    [InlineData(480, 640, 512, 682)]
    [InlineData(1000, 333, 1537, 512)]
    [InlineData(513, 512, 513, 512)]
    [InlineData(512, 512, 512, 512)]
    [InlineData(1, 1, 512, 512)]
    [InlineData(1, 200, 512, 102400)]
    [InlineData(7_000_000, 1, 3_584_000_000, 512)]
    public void The_longer_side_is_truncated(int width, int height, long expectedWidth, long expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), new ResizeTarget(512).For(width, height));

    [Fact]
    public void An_exact_size_ignores_the_shape() => Assert.Equal((30, 40), new ResizeTarget(null, 30, 40).For(7, 9));
}
