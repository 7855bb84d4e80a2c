using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Exchange;

/// <summary>Case 51: a file from somewhere is stored only when everything in it is good; nothing else of it stays.</summary>
public class ImportTests
{
    public static TheoryData<string, Action<JsonNode>> Damages => new()
    {
        { "another format", static json => json["format"] = "other" },
        { "a newer version", static json => json["version"] = 2 },
        { "no title", static json => json["title"] = "  " },
        { "a long title", static json => json["title"] = new string('x', 201) },
        { "no messages", static json => json.AsObject().Remove("messages") },
        { "a message that is none", static json => json["messages"]!.AsArray().Add(null) },
        { "a role that is none", static json => json["messages"]![0]!["role"] = "root" },
        { "a state that is none", static json => json["messages"]![0]!["state"] = "DROP TABLE" },
        { "two of one id", static json => json["messages"]![1]!["id"] = json["messages"]![0]!["id"]!.GetValue<long>() },
        { "its own parent", static json => json["messages"]![0]!["parent"] = json["messages"]![0]!["id"]!.GetValue<long>() },
        { "a parent that comes later", static json => json["messages"]![0]!["parent"] = json["messages"]![1]!["id"]!.GetValue<long>() },
        { "a parent elsewhere", static json => json["messages"]![1]!["parent"] = 999_999 },
        { "a leaf elsewhere", static json => json["leaf"] = 999_999 },
        { "settings that are a list", static json => json["settings"] = new JsonArray() },
        { "deep settings", static json => json["settings"] = Deep(40) },
        { "very deep settings", static json => json["settings"] = Deep(60) },
        { "a part that is nothing", static json => json["messages"]![0]!["parts"]!.AsArray().Add(new JsonObject()) },
        { "a part that is missing", static json => json["messages"]![0]!["parts"]!.AsArray().Add(null) },
        { "a picture by path", static json => json["messages"]![0]!["parts"]!.AsArray().Add(new JsonObject { ["picture"] = "../../etc/passwd" }) },
        { "too many parts", static json => json["messages"]![0]!["parts"] = new JsonArray([.. Enumerable.Range(0, 2002).Select(static i => i % 2 == 0 ? new JsonObject { ["text"] = "x" } : new JsonObject { ["picture"] = new string('0', 64) })]) },
        { "text that is a number", static json => json["messages"]![0]!["parts"]![0]!["text"] = 5 },
        { "an error of no end", static json => json["messages"]![0]!["error"] = new string('x', 3000) },
        { "a picture that is another", static json => Swap(json) },
        { "a picture that is text", static json => Picture(json)["data"] = Convert.ToBase64String("hello"u8) },
        { "data that is no base64", static json => Picture(json)["data"] = "***" },
        { "a time that is none", static json => json["messages"]![0]!["created"] = "yesterday" },
        { "a seed that is too large", static json => json["messages"]![0]!["seed"] = 1e30 },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Case_51_a_file_with_a_fault_is_refused_in_one_sentence_and_leaves_nothing(string fault, Action<JsonNode> damage)
    {
        await using var source = await TestStore.OpenAsync();
        var json = JsonNode.Parse(await ExchangeTests.WriteAsync(source, await ExchangeTests.TalkAsync(source), "json"))!;
        damage(json);
        await using var target = await TestStore.OpenAsync();

        var e = await Assert.ThrowsAsync<InvalidDataException>(
            () => target.Store.Exchange.ReadAsync(TestStore.Ann, new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString()))));

        Assert.StartsWith("The file was not imported.", e.Message);
        Assert.True(e.Message.Length < 300, $"{fault}: {e.Message}");
        Assert.DoesNotContain(target.Path, e.Message);
        Assert.Empty((await target.Chats.ListAsync(TestStore.Ann, 10)).Items);
        Assert.Empty(Directory.GetFiles(Path.Combine(target.Path, "pictures"), "*.new"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("PK")]
    [InlineData("PK\u0003\u0004 not really a zip file")]
    [InlineData("# A letter\n\nto my aunt")]
    [InlineData("{\"format\":\"chameleon-conversation\",\"format\":\"x\",\"version\":1,\"title\":\"x\",\"messages\":[]}")]
    [InlineData("{\"format\":null,\"version\":1,\"title\":null,\"messages\":null}")]
    public async Task Case_51_other_files_are_refused(string file)
    {
        await using var store = await TestStore.OpenAsync();
        var e = await Assert.ThrowsAsync<InvalidDataException>(
            () => store.Store.Exchange.ReadAsync(TestStore.Ann, new MemoryStream(Encoding.UTF8.GetBytes(file))));
        Assert.StartsWith("The file was not imported.", e.Message);
    }

    [Fact]
    public async Task Case_51_names_in_a_zip_file_are_never_paths()
    {
        await using var source = await TestStore.OpenAsync();
        var zip = await ExchangeTests.WriteAsync(source, await ExchangeTests.TalkAsync(source), "zip");
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var name in new[] { "../../evil.png", "/etc/evil", "pictures/../../evil.png", "CON", "a\u202Egnp.exe", new string('x', 300) })
            {
                await using var entry = archive.CreateEntry(name).Open();
                entry.Write("evil"u8);
            }
        }

        await using var target = await TestStore.OpenAsync();
        stream.Position = 0;
        await target.Store.Exchange.ReadAsync(TestStore.Ann, stream);

        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "evil*"));
        Assert.Empty(Directory.GetFiles(target.Path, "*evil*", SearchOption.AllDirectories));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(target.Path, "pictures"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Case_51_a_zip_file_that_unpacks_without_end_is_refused_at_the_limit()
    {
        await using var source = await TestStore.OpenAsync();
        var id = await ExchangeTests.TalkAsync(source);
        var picture = Assert.Single((await source.Pictures.ListAsync(TestStore.Ann, new GalleryQuery(), 10)).Items);
        using var stream = new MemoryStream();
        stream.Write(await ExchangeTests.WriteAsync(source, id, "zip"));
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var name = $"pictures/{picture.Hash.ToString()[..2]}/{picture.Hash}.png";
            archive.GetEntry(name)!.Delete();
            await using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i <= DataLimits.PictureBytes / zeros.Length; i++)
            {
                entry.Write(zeros);
            }
        }

        await using var target = await TestStore.OpenAsync();
        stream.Position = 0;
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => target.Store.Exchange.ReadAsync(TestStore.Ann, stream));
        Assert.Contains($"{DataLimits.PictureBytes}", e.Message);
        Assert.Empty((await target.Chats.ListAsync(TestStore.Ann, 10)).Items);
    }

    [Fact]
    public async Task Pictures_that_are_not_in_the_file_become_words()
    {
        await using var source = await TestStore.OpenAsync();
        var json = JsonNode.Parse(await ExchangeTests.WriteAsync(source, await ExchangeTests.TalkAsync(source), "json"))!;
        json.AsObject().Remove("pictures");
        await using var target = await TestStore.OpenAsync();

        var imported = await target.Store.Exchange.ReadAsync(TestStore.Ann, new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString())));

        Assert.Contains(await target.ShownAsync(imported.Id), static text => text == "Like this[picture not in the file]with whiskers");
    }

    [Fact]
    public async Task Text_from_a_file_stays_text()
    {
        await using var source = await TestStore.OpenAsync();
        var id = await source.CreateAsync("<script>alert(1)</script>");
        await source.SayAsync(id, null, "<img onerror=x> '; DROP TABLE users; -- \u0000");
        await using var target = await TestStore.OpenAsync();
        var imported = await target.Store.Exchange.ReadAsync(TestStore.Ann, new MemoryStream(await ExchangeTests.WriteAsync(source, id, "json")));
        Assert.Equal("<script>alert(1)</script>", imported.Title);
        Assert.Equal(["<img onerror=x> '; DROP TABLE users; -- \u0000"], await target.ShownAsync(imported.Id));
    }

    private static JsonObject Deep(int depth)
    {
        var json = new JsonObject();
        for (var i = 0; i < depth; i++)
        {
            json = new JsonObject { ["a"] = json };
        }

        return json;
    }

    private static JsonNode Picture(JsonNode json) => json["pictures"]!.AsObject().First().Value!;

    private static void Swap(JsonNode json)
    {
        var pictures = json["pictures"]!.AsObject().Select(static pair => pair.Value!).ToList();
        pictures[0]["data"] = pictures[1]["data"]!.GetValue<string>();
    }
}
