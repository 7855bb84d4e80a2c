using Chameleon.Engine;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

public sealed class PictureReaderTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const int MaxBytes = 1_000_000;
    private readonly PictureReader reader = new(MaxBytes, null);

    private ChameleonEngine Engine => demo.Host.TryGetEngine(out var engine) ? engine : throw new InvalidOperationException("Not loaded.");

    [Fact]
    public async Task The_assistants_picture_is_the_codes_it_was_drawn_with_and_a_users_is_looked_at()
    {
        // A picture of a heart that says it is a star.
        var (heart, star) = (await CodesOfAsync("pink-heart.jpg"), await CodesOfAsync("red-star.png"));
        var liar = Heart(star, Engine.Info.PictureFingerprint);
        Assert.NotEqual(heart, star);
        Assert.Equal(star, await ReadAsync(liar, isAssistants: true));
        Assert.Equal(heart, await ReadAsync(liar, isAssistants: false));
        Assert.Equal(star, await ReadAsync(liar, isAssistants: true));
    }

    [Fact]
    public async Task Codes_that_are_not_this_models_are_not_believed()
    {
        var (heart, star) = (await CodesOfAsync("pink-heart.jpg"), await CodesOfAsync("red-star.png"));
        foreach (var forged in new[]
        {
            Heart(star, "another model's"), Heart(star, null), Heart(star[..^1], Engine.Info.PictureFingerprint), Heart([.. star, 1], Engine.Info.PictureFingerprint),
            Heart([.. star[..^1], Engine.Info.CodebookSize], Engine.Info.PictureFingerprint), Heart([.. star[..^1], 65535], Engine.Info.PictureFingerprint),
        })
        {
            Assert.Equal(heart, await ReadAsync(forged, isAssistants: true));
        }
    }

    [Fact]
    public async Task What_is_remembered_is_what_looking_gives()
    {
        var star = Picture("red-star.png");
        var looked = await ReadAsync(star, false);
        Assert.Equal(await CodesOfAsync("red-star.png"), looked);
        Assert.Same(looked, await ReadAsync(star, false));
        Assert.Same(looked, await ReadAsync(star, true));
        Assert.NotSame(looked, await ReadAsync(Picture("red-star.png"), false));
        var shared = await ReadAsync(Picture("red-star.png"), false, "scope");
        Assert.Same(shared, await ReadAsync(Picture("red-star.png"), false, "scope"));
        Assert.NotSame(shared, await ReadAsync(Picture("red-star.png"), false, "another"));
        Assert.Equal(looked, shared);
    }

    [Fact]
    public async Task The_first_that_cannot_be_read_is_told_by_its_number()
    {
        PictureSource[] sources = [Source(Picture("red-star.png")), Source(new DataContent("BM"u8.ToArray(), "image/png")), Source(new DataContent("%PDF"u8.ToArray(), "image/png"))];
        var error = await Assert.ThrowsAsync<ImageFormatException>(() => reader.ReadAllAsync(sources, Engine, null, CancellationToken.None));
        Assert.Equal("Picture 2 of 3: The file is a BMP picture; JPEG, PNG, WebP, GIF, TIFF and AVIF pictures are read.", error.Message);
    }

    [Fact]
    public async Task No_pictures_are_no_codes() =>
        Assert.Empty(await reader.ReadAllAsync([], Engine, null, CancellationToken.None));

    private static DataContent Heart(IReadOnlyList<int> codes, string? tokenizer) => new(
        ImageEncoder.Png(ImageDecoder.Decode(Bytes("pink-heart.jpg")), new PictureNotes { Codes = codes, Tokenizer = tokenizer }.ToText()), "image/png");

    private static PictureSource Source(DataContent content, bool isAssistants = false) => new(content, null, isAssistants);

    private async Task<int[]> CodesOfAsync(string name) => await Engine.EncodeAsync(ImageDecoder.Decode(Bytes(name)));

    private async Task<IReadOnlyList<int>> ReadAsync(DataContent content, bool isAssistants, string? scope = null) =>
        await reader.ReadAsync(Source(content, isAssistants), Engine, scope, CancellationToken.None);
}
