using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ImageProcessorConfigTests
{
    [Fact]
    public void An_empty_file_means_the_defaults_of_the_class() => AssertEqual(new ImageProcessorConfig(), Read("{}"));

    [Fact]
    public void The_demo_model_reads()
    {
        var config = ImageProcessorConfig.Load(Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny", "preprocessor_config.json"));

        AssertEqual(new ImageProcessorConfig { Resize = new(64), Crop = (64, 64) }, config);
    }

    [Fact]
    public void Steps_that_are_switched_off_are_left_out()
    {
        var config = Read("""
            { "do_resize": false, "do_center_crop": false, "do_rescale": false, "do_normalize": false,
              "size": 9, "crop_size": 9, "rescale_factor": 2, "image_mean": 1, "image_std": 1, "resample": 3 }
            """);

        AssertEqual(
            new ImageProcessorConfig { Resize = null, Crop = null, RescaleFactor = null, Normalize = null, Resample = ResampleFilter.Bicubic },
            config);
    }

    [Theory]
    [InlineData("""{ "size": 40 }""", 40, 0, 0)]
    [InlineData("""{ "size": { "shortest_edge": 40 } }""", 40, 0, 0)]
    [InlineData("""{ "size": { "shortest_edge": 40, "longest_edge": null } }""", 40, 0, 0)]
    [InlineData("""{ "size": { "height": 3, "width": 4 } }""", null, 4, 3)]
    public void Sizes_are_read_in_every_spelling(string json, int? edge, int width, int height) =>
        Assert.Equal(new ResizeTarget(edge, width, height), Read(json).Resize);

    [Theory]
    [InlineData("""{ "size": { "shortest_edge": 40, "longest_edge": 80 } }""", "size")]
    [InlineData("""{ "size": { "longest_edge": 80 } }""", "size")]
    [InlineData("""{ "size": { "height": 80 } }""", "size")]
    [InlineData("""{ "size": 0 }""", "size")]
    [InlineData("""{ "size": 1e9 }""", "size")]
    [InlineData("""{ "size": { "height": "80", "width": 80 } }""", "size.height")]
    [InlineData("""{ "size": "large" }""", "size")]
    [InlineData("""{ "crop_size": { "shortest_edge": 40 } }""", "crop_size")]
    [InlineData("""{ "crop_size": -1 }""", "crop_size")]
    [InlineData("""{ "resample": 6 }""", "resample")]
    [InlineData("""{ "resample": "lanczos" }""", "resample")]
    [InlineData("""{ "rescale_factor": "0.1" }""", "rescale_factor")]
    [InlineData("""{ "rescale_factor": 1e99 }""", "rescale_factor")]
    [InlineData("""{ "image_mean": [1, 2] }""", "image_mean")]
    [InlineData("""{ "image_mean": [1, 2, null] }""", "image_mean")]
    [InlineData("""{ "image_std": [1, 0, 1] }""", "image_std")]
    [InlineData("""{ "image_std": 1e-60 }""", "image_std")]
    [InlineData("""{ "do_resize": 1 }""", "do_resize")]
    [InlineData("""{ "do_convert_rgb": false }""", "do_convert_rgb")]
    [InlineData("""{ "do_pad": true }""", "do_pad")]
    [InlineData("""{ "data_format": "channels_last" }""", "data_format")]
    [InlineData("""{ "image_processor_type": "SiglipImageProcessor" }""", "image_processor_type")]
    [InlineData("""{ "do_image_splitting": true }""", "do_image_splitting")]
    [InlineData("""{ "offset": 3 }""", "offset")]
    [InlineData("""{ "size": 9, "size": 10 }""", "size")]
    [InlineData("[]", "Array")]
    [InlineData("{", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    public void What_is_not_supported_is_refused_by_name(string json, string name)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(json));

        Assert.StartsWith("preprocessor_config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_change_no_pixel_are_let_pass()
    {
        var config = Read("""
            { "image_processor_type": "ChameleonImageProcessorFast", "processor_class": "ChameleonProcessor", "do_pad": false,
              "data_format": "channels_first", "input_data_format": null, "do_convert_rgb": true, "do_reduce_labels": false,
              "return_tensors": "pt" }
            """);

        AssertEqual(new ImageProcessorConfig(), config);
    }

    private static ImageProcessorConfig Read(string json) => ImageProcessorConfig.FromJson(Encoding.UTF8.GetBytes(json));

    private static void AssertEqual(ImageProcessorConfig expected, ImageProcessorConfig actual)
    {
        Assert.Equal(expected with { Normalize = null }, actual with { Normalize = null });
        Assert.Equal(expected.Normalize?.Mean, actual.Normalize?.Mean);
        Assert.Equal(expected.Normalize?.Deviation, actual.Normalize?.Deviation);
    }
}
