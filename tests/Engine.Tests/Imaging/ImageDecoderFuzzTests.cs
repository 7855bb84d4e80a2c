using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

/// <summary>Attack case 21, by the thousand: real files, changed at random, decode or give the one typed error.</summary>
public sealed class ImageDecoderFuzzTests
{
    private const int Rounds = 60;
    private const int LargestFile = 8000;

    public static TheoryData<string> Kinds => ["jpg", "png", "webp", "gif", "tif", "avif"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mutated_file_never_does_more_than_be_refused(string kind)
    {
        var files = GoldenPictures.Views.Select(row => row.Case).Distinct()
            .Where(id => GoldenPictures.Kind(id) == kind).Select(GoldenPictures.File).Where(file => file.Length <= LargestFile).ToList();
        var random = new Random(kind.Length * 7919);
        var options = new ImageDecodeOptions { MaxPixels = 4 * 1024 * 1024 };
        var refused = 0;
        for (var round = 0; round < Rounds * 6; round++)
        {
            var file = Mutate(files[random.Next(files.Count)], random);
            try
            {
                var image = ImageDecoder.Decode(file, round % 2 == 0 ? options : options with { Upright = false, ScaleGrey16 = false });
                Assert.InRange((long)image.Width * image.Height, 1, options.MaxPixels);
            }
            catch (ImageFormatException error)
            {
                HarmlessMessage.Check(error);
                refused++;
            }
        }

        Assert.InRange(refused, Rounds, Rounds * 6);
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        var mutated = (byte[])file.Clone();
        switch (random.Next(5))
        {
            case 0:
                return mutated[..random.Next(mutated.Length)];
            case 1:
                for (var i = random.Next(1, 8); i > 0; i--)
                {
                    mutated[random.Next(mutated.Length)] ^= (byte)(1 << random.Next(8));
                }

                return mutated;
            case 2:
                random.NextBytes(mutated.AsSpan(random.Next(mutated.Length)));
                return mutated;
            case 3:
                // Lengths and sizes live near the start.
                mutated[random.Next(Math.Min(64, mutated.Length))] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                return mutated;
            default:
                var from = random.Next(mutated.Length);
                var length = random.Next(mutated.Length - from);
                return [.. mutated[..from], .. mutated[(from + length)..], .. mutated[from..(from + length)]];
        }
    }
}
