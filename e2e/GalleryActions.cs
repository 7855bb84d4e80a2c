using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

/// <summary>What people do in the gallery, in their words.</summary>
internal static class GalleryActions
{
    private const int Side = 96;

    /// <summary>Puts pictures into the gallery, each of another colour, as if drawn from "a … square".</summary>
    public static async Task<IReadOnlyList<Picture>> FillGalleryAsync(this Site site, int count, string words = "square")
    {
        var store = site.Services.GetRequiredService<DataStore>();
        var pictures = new List<Picture>();
        for (var i = 0; i < count; i++)
        {
            pictures.Add(await store.Pictures.AddAsync(UserId.Local, new NewPicture
            {
                File = ImageEncoder.Png(Square(i, words)),
                Width = Side,
                Height = Side,
                Origin = PictureOrigin.Drawn,
                Model = "chameleon-tiny",
                Prompt = $"{words} number {i}",
                Seed = i,
                SettingsJson = """{"temperature":0.7,"topP":0.9,"guidanceText":3,"guidanceImage":1.2}""",
            }));
        }

        return pictures;
    }

    public static ILocator Cells(this IPage page) => page.Locator(".grid .cell");

    public static ILocator Chosen(this IPage page) => page.Locator(".grid .cell[aria-selected=true]");

    /// <summary>The cell of a position, counted from 0.</summary>
    public static ILocator Cell(this IPage page, int index) => page.Locator($".grid .cell[data-index='{index}']");

    private static PixelImage Square(int number, string words)
    {
        var data = new byte[Side * Side * 3];
        var (red, green, blue) = ((byte)(60 + (number * 67 % 180)), (byte)(60 + (number * 131 % 180)), (byte)(60 + (words.Length * 29 % 180)));
        for (var i = 0; i < data.Length; i += 3)
        {
            var (x, y) = (i / 3 % Side, i / 3 / Side);
            var inside = x is > 20 and < 76 && y is > 20 and < 76;
            (data[i], data[i + 1], data[i + 2]) = inside ? (red, green, blue) : ((byte)250, (byte)250, (byte)246);
        }

        // So that no two files are the same.
        var hash = words.Aggregate(number, static (sum, letter) => (sum * 31) + letter);
        for (var i = 0; i < 9; i++)
        {
            data[i] = (byte)(hash >> (i % 4 * 8));
        }

        return new PixelImage(Side, Side, data);
    }
}
