using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Tests.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Conversations;

public sealed class ExchangeEndpointsTests(WebHost host) : IClassFixture<WebHost>
{
    private DataStore Store => host.Services.GetRequiredService<DataStore>();

    [Theory]
    [InlineData(ExchangeFormat.Markdown, "text/markdown", "md")]
    [InlineData(ExchangeFormat.Json, "application/json", "json")]
    [InlineData(ExchangeFormat.Zip, "application/zip", "zip")]
    internal async Task A_conversation_goes_out_and_comes_in_again_as_a_new_one(ExchangeFormat format, string mediaType, string extension)
    {
        var conversation = await SayAsync("What do you see?", "A <b>dodecahedron</b>.");
        using var client = await host.ClientWithTokenAsync();
        using var export = await client.GetAsync(ExchangeEndpoints.AddressOf(conversation, format));

        Assert.Equal(mediaType, export.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", export.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal($"chameleon-etc-passwd-What-do-you-see.{extension}", export.Content.Headers.ContentDisposition.FileName);
        Assert.Equal(["nosniff"], export.Headers.GetValues("X-Content-Type-Options"));

        using var import = await client.PostAsync("/conversations", WebHost.Body(await export.Content.ReadAsByteArrayAsync()));
        Assert.Equal(HttpStatusCode.OK, import.StatusCode);
        var address = (await import.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("address").GetString()!;
        Assert.Matches("^/c/[0-9]+$", address);
        var copy = new ConversationId(long.Parse(address[3..], null));
        Assert.NotEqual(conversation, copy);
        Assert.Equal(
            (await Store.Chats.ReadAsync(UserId.Local, conversation, 10)).Messages.Select(message => message.Text),
            (await Store.Chats.ReadAsync(UserId.Local, copy, 10)).Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Every_open_page_hears_of_an_import()
    {
        var told = new List<ConversationId>();
        var pictures = 0;
        void Hear(ConversationId conversation)
        {
            lock (told)
            {
                told.Add(conversation);
            }
        }

        host.Services.GetRequiredService<ConversationFeed>().Changed += Hear;
        host.Services.GetRequiredService<GalleryFeed>().Changed += _ => Interlocked.Increment(ref pictures);
        var conversation = await SayAsync("one", "two");
        using var client = await host.ClientWithTokenAsync();
        var file = await client.GetByteArrayAsync(ExchangeEndpoints.AddressOf(conversation, ExchangeFormat.Json));
        using var import = await client.PostAsync("/conversations", WebHost.Body(file));

        Assert.Contains(told, heard => heard != conversation);
        Assert.True(pictures > 0);
    }

    [Fact]
    public async Task Case_51_the_zip_file_holds_only_names_of_ours()
    {
        var picture = await Store.Pictures.AddAsync(UserId.Local, TestStore.NewPicture("../../../x"));
        var conversation = (await Store.Chats.CreateAsync(UserId.Local, "..\\..\\CON")).Id;
        await Store.Chats.AddMessageAsync(UserId.Local, conversation, null, MessageRole.User, [new PicturePart(picture.Hash)]);
        using var response = await host.Client().GetAsync(ExchangeEndpoints.AddressOf(conversation, ExchangeFormat.Zip));

        Assert.Equal("chameleon-CON.zip", response.Content.Headers.ContentDisposition!.FileName);
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.Equal(
            ["conversation.json", "conversation.md", $"pictures/{picture.Hash.ToString()[..2]}/{picture.Hash}.png"],
            zip.Entries.Select(entry => entry.FullName).Order());
    }

    [Theory]
    [InlineData("/conversations/999999/json")]
    [InlineData("/conversations/1/exe")]
    [InlineData("/conversations/1/2")]
    [InlineData("/conversations/x/json")]
    public async Task Case_49_what_is_not_there_is_not_found(string address)
    {
        using var response = await host.Client().GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no conversation at all")]
    [InlineData("{\"format\":\"other\"}")]
    [InlineData("PK\u0003\u0004 no zip file")]
    [InlineData("[1,2")]
    public async Task Case_50_a_file_that_is_none_of_ours_is_refused_in_a_sentence_and_leaves_nothing(string file)
    {
        using var client = await host.ClientWithTokenAsync();
        var before = (await Store.Chats.ListAsync(UserId.Local, 1000)).Items.Count;
        using var response = await client.PostAsync("/conversations", WebHost.Body(System.Text.Encoding.UTF8.GetBytes(file)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("problem").GetString()!;
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("/", problem, StringComparison.Ordinal);
        Assert.Equal(before, (await Store.Chats.ListAsync(UserId.Local, 1000)).Items.Count);
    }

    [Fact]
    public async Task Case_50_a_page_without_the_token_cannot_import()
    {
        using var response = await host.Client().PostAsync("/conversations", WebHost.Body("{}"u8.ToArray()));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<ConversationId> SayAsync(string question, string answer)
    {
        var conversation = (await Store.Chats.CreateAsync(UserId.Local, $"/etc/passwd\u202E {question}")).Id;
        var first = await Store.Chats.AddMessageAsync(UserId.Local, conversation, null, MessageRole.User, [new TextPart(question)]);
        await Store.Chats.AddMessageAsync(UserId.Local, conversation, first.Id, MessageRole.Assistant, [new TextPart(answer)]);
        return conversation;
    }
}
