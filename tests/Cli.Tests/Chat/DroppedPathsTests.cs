using Chameleon.Cli.Chat;

namespace Chameleon.Cli.Tests.Chat;

public class DroppedPathsTests
{
    private static readonly HashSet<string> Files =
    [
        "/home/me/cat.png", "/shots/cat.png", "/shots/my cat.PNG", "/shots/it's.jpg", "/shots/ä b.webp", "/shots/notes.txt", "/shots/a(1).gif",
    ];

    private readonly DroppedPaths paths = new("/shots", "/home/me", Files.Contains);

    [Theory]
    [InlineData("hello there", "T:hello there")]
    [InlineData("cat.png", "P:/shots/cat.png")]
    [InlineData("./cat.png", "P:/shots/cat.png")]
    [InlineData("/shots/cat.png ", "P:/shots/cat.png")]
    [InlineData("~/cat.png", "P:/home/me/cat.png")]
    [InlineData("'/shots/my cat.PNG'", "P:/shots/my cat.PNG")]
    [InlineData("\"/shots/my cat.PNG\"", "P:/shots/my cat.PNG")]
    [InlineData("/shots/my\\ cat.PNG", "P:/shots/my cat.PNG")]
    [InlineData("/shots/my cat.PNG", "P:/shots/my cat.PNG")]
    [InlineData("file:///shots/my%20cat.PNG", "P:/shots/my cat.PNG")]
    [InlineData("file://localhost/shots/cat.png", "P:/shots/cat.png")]
    [InlineData("file:///shots/%C3%A4%20b.webp", "P:/shots/ä b.webp")]
    [InlineData("file://elsewhere/shots/cat.png", "T:file://elsewhere/shots/cat.png")]
    [InlineData("'/shots/it'\\''s.jpg'", "P:/shots/it's.jpg")]
    [InlineData("/shots/it\\'s.jpg", "P:/shots/it's.jpg")]
    [InlineData("/shots/a\\(1\\).gif", "P:/shots/a(1).gif")]
    [InlineData("cat.png What is this?", "P:/shots/cat.png|T:What is this?")]
    [InlineData("What do cat.png and '/shots/my cat.PNG' have in common?", "T:What do|P:/shots/cat.png|T:and|P:/shots/my cat.PNG|T:have in common?")]
    [InlineData("what's in cat.png", "T:what's in|P:/shots/cat.png")]
    [InlineData("say \"hi\"  to \\me", "T:say \"hi\"  to \\me")]
    [InlineData("no.png notes.txt", "T:no.png notes.txt")]
    [InlineData("two\nlines", "T:two\nlines")]
    [InlineData("http://example.com/cat.png", "T:http://example.com/cat.png")]
    [InlineData("", "")]
    [InlineData("'", "T:'")]
    [InlineData("\\", "T:\\")]
    public void Words_and_picture_files_are_told_apart_in_order(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', paths.Split(line).Select(Describe)));

    [Theory]
    [InlineData("cat.png", "/shots/cat.png")]
    [InlineData(" 'my cat.PNG' ", "/shots/my cat.PNG")]
    [InlineData("my cat.PNG", "/shots/my cat.PNG")]
    [InlineData("notes.txt", "/shots/notes.txt")]
    [InlineData("none.png", null)]
    [InlineData("", null)]
    [InlineData("a\0b.png", null)]
    public void A_named_file_is_found_however_it_is_written(string argument, string? expected) =>
        Assert.Equal(expected, paths.Resolve(argument));

    [Theory]
    [InlineData("/tmp/no.png what is it?", "/tmp/no.png")]
    [InlineData("see '~/no such.jpg'", "~/no such.jpg")]
    [InlineData("file:///no.gif", "file:///no.gif")]
    [InlineData("no.png", "")]
    [InlineData("/tmp/notes.txt", "")]
    [InlineData("/shots/cat.png", "")]
    [InlineData("/shots/my cat.PNG", "")]
    public void A_path_to_a_picture_that_is_not_there_is_noticed(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', paths.Missing(line)));

    private static string Describe(PromptSegment segment) => segment switch
    {
        PromptSegment.Text text => "T:" + text.Value,
        PromptSegment.Picture picture => "P:" + picture.Path,
        _ => "?",
    };
}
