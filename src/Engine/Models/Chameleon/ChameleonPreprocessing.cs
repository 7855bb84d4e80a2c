using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Reads the processor files of a checkpoint and makes sure that they fit its picture tokenizer.</summary>
internal static class ChameleonPreprocessing
{
    public static ImageProcessorConfig Read(string directory, VqGan codec)
    {
        CheckSequenceLength(Path.Combine(directory, "processor_config.json"), codec.CodesPerPicture);
        var file = Path.Combine(directory, "preprocessor_config.json");
        var (size, crop) = (codec.PictureSize, (codec.PictureSize, codec.PictureSize));
        if (!File.Exists(file))
        {
            return new ImageProcessorConfig { Resize = new ResizeTarget(size), Crop = crop };
        }

        var config = ImageProcessorConfig.Load(file);
        return config.Crop == crop
            ? config
            : throw new ModelConfigException(
                file, "crop_size", $"is {(config.Crop is var (width, height) ? $"{height} × {width}" : "off")}, but the picture tokenizer reads {size} × {size} (vq_config.resolution).");
    }

    private static void CheckSequenceLength(string file, int codesPerPicture)
    {
        const string Field = "image_seq_length";
        if (!File.Exists(file))
        {
            return;
        }

        var config = ConfigObject.ReadFile(file);
        if (config.Int(Field, 1, int.MaxValue, codesPerPicture) is var length && length != codesPerPicture)
        {
            throw config.Refuse(Field, $"is {length}, but the picture tokenizer makes {codesPerPicture} codes.");
        }
    }
}
