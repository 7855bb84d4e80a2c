using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector.Tests;

public sealed class PictureNotesTests
{
    private static readonly PixelImage Dot = new(1, 1, [1, 2, 3]);

    [Fact]
    public void Notes_come_back_as_they_were_written()
    {
        var notes = new PictureNotes
        {
            Prompt = "Zeichne ein Herz 💗\nauf weiß",
            NegativePrompt = "blau",
            Seed = long.MinValue,
            Settings = "temperature 0.7",
            Model = "chameleon-7b",
            Tokenizer = "ABC",
            Codes = [0, 1, 255, 256, 8191, 65535],
        };
        var read = Read(notes)!;
        Assert.Equal(notes.Codes, read.Codes);
        Assert.Equal(notes, read with { Codes = notes.Codes });
    }

    [Fact]
    public void What_is_not_known_is_not_written()
    {
        var text = new PictureNotes { Prompt = "", Seed = 3 }.ToText();
        Assert.Equal(["Software", "seed"], text.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_prompt_is_bounded_and_may_hold_anything()
    {
        Assert.Equal(PictureNotes.MaxPromptLength, Read(new PictureNotes { Prompt = new string('x', 100_000) })!.Prompt!.Length);
        Assert.Equal("ab", Read(new PictureNotes { Prompt = "a\0b" })!.Prompt);
        Assert.NotNull(Read(new PictureNotes { Prompt = "\ud800\r\t\u0001<script>" }));
    }

    [Fact]
    public void Pictures_of_other_hands_have_no_notes()
    {
        Assert.Null(PictureNotes.Read(ImageEncoder.Png(Dot)));
        Assert.Null(PictureNotes.Read(ImageEncoder.Png(Dot, new Dictionary<string, string> { ["Comment"] = "made by hand" })));
        Assert.Null(PictureNotes.Read([0xFF, 0xD8, 0xFF, 0xE0]));
        Assert.Null(PictureNotes.Read([]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("AAA")]
    [InlineData("AAAA")]
    [InlineData("AA==")]
    [InlineData("💗")]
    public void Codes_that_make_no_sense_are_no_codes(string packed) =>
        Assert.Null(PictureNotes.Read(ImageEncoder.Png(Dot, new Dictionary<string, string> { ["picture codes"] = packed, ["prompt"] = "x" }))!.Codes);

    [Theory]
    [InlineData(1000)]
    [InlineData(40_000)]
    [InlineData(700_000)]
    public void Case51_codes_beyond_any_picture_are_no_codes_and_cost_little(int length)
    {
        var file = ImageEncoder.Png(Dot, new Dictionary<string, string> { ["picture codes"] = Convert.ToBase64String(new byte[length]), ["seed"] = "9" });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var notes = PictureNotes.Read(file)!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (10 * file.Length) + 200_000);
        Assert.Equal((9L, length / 2 <= 16_384), (notes.Seed!.Value, notes.Codes is not null));
    }

    [Fact]
    public void Case51_hostile_text_is_no_notes()
    {
        var flood = new Dictionary<string, string> { ["prompt"] = "x" };
        for (var i = 0; i < 300; i++)
        {
            flood[$"key{i}"] = "x";
        }

        Assert.Null(PictureNotes.Read(ImageEncoder.Png(Dot, flood)));
        Assert.Null(PictureNotes.Read(ImageEncoder.Png(Dot, new Dictionary<string, string> { ["prompt"] = new string('x', 2 * 1024 * 1024) })));
        Assert.Null(PictureNotes.Read(ImageEncoder.Png(Dot, new Dictionary<string, string> { ["seed"] = "12x" })));
    }

    [Fact]
    public void Case51_no_file_however_damaged_breaks_the_reader()
    {
        var file = ImageEncoder.Png(Dot, new PictureNotes { Prompt = "Zeichne 💗", Seed = 1, Codes = [1, 2, 3] }.ToText());
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = file.AsSpan(0, random.Next(file.Length + 1)).ToArray();
            for (var flip = random.Next(4); flip > 0 && damaged.Length > 0; flip--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            _ = PictureNotes.Read(damaged)?.Codes?.Count;
        }
    }

    [Fact]
    public void Text_in_latin_letters_is_readable_by_other_programs()
    {
        var file = ImageEncoder.Png(Dot, new PictureNotes { Prompt = "a star" }.ToText());
        Assert.Contains("tEXtprompt\0a star", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
    }

    private static PictureNotes? Read(PictureNotes notes) => PictureNotes.Read(ImageEncoder.Png(Dot, notes.ToText()));
}
