using Chameleon.Engine.Imaging;
using Chameleon.Engine.Imaging.Resampling;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class FilterFunctionTests
{
    public static TheoryData<ResampleFilter> Filters => [.. Enum.GetValues<ResampleFilter>().Where(filter => filter != ResampleFilter.Nearest)];

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_curve_is_one_in_the_middle_even_and_zero_outside_its_radius(ResampleFilter filter)
    {
        var radius = FilterFunction.Radius(filter);
        Assert.Equal(1, FilterFunction.At(filter, 0));
        for (var x = 0.013; x < 5; x += 0.07)
        {
            Assert.Equal(FilterFunction.At(filter, x), FilterFunction.At(filter, -x), 15);
            if (x > radius)
            {
                Assert.Equal(0, FilterFunction.At(filter, x));
            }
        }
    }

    [Theory]
    [InlineData(ResampleFilter.Lanczos)]
    [InlineData(ResampleFilter.Bicubic)]
    [InlineData(ResampleFilter.Bilinear)]
    public void An_interpolating_curve_is_zero_on_the_other_pixels(ResampleFilter filter)
    {
        for (var x = 1; x < 4; x++)
        {
            Assert.Equal(0, FilterFunction.At(filter, x), 15);
        }
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Weights_of_every_output_add_up_to_one(ResampleFilter filter)
    {
        foreach (var (inputs, outputs) in ((int, int)[])[(7, 19), (64, 9), (1, 5), (5, 1), (300, 299)])
        {
            var kernel = ResampleKernel.Create(filter, inputs, 0, inputs, outputs, 0, outputs);
            for (var i = 0; i < outputs; i++)
            {
                var sum = 0L;
                foreach (var weight in kernel.Weights(i))
                {
                    sum += weight;
                }

                Assert.InRange(sum, (1L << ResampleKernel.Precision) - inputs, (1L << ResampleKernel.Precision) + inputs);
                Assert.InRange(kernel.First(i), 0, inputs - 1);
                Assert.InRange(kernel.First(i) + kernel.Weights(i).Length, 1, inputs);
            }
        }
    }

    [Fact]
    public void Nearest_has_no_curve() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterFunction.Radius(ResampleFilter.Nearest));
}
