using System.Reflection;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data;

/// <summary>Case 49: whoever knows an id of somebody else's has nothing of it.</summary>
public class OwnershipTests
{
    /// <summary>Every method that takes a user and an id of theirs, called by another user.</summary>
    private static readonly Dictionary<string, Func<Victim, UserId, Task<object?>>> Calls = new()
    {
        ["ChatStore.FindAsync"] = async (v, user) => await v.Chats.FindAsync(user, v.Conversation),
        ["ChatStore.ListAsync"] = async (v, user) => NullIfEmpty(await v.Chats.ListAsync(user, 10)),
        ["ChatStore.RenameAsync"] = async (v, user) => await Done(v.Chats.RenameAsync(user, v.Conversation, "Mine now")),
        ["ChatStore.SetSettingsAsync"] = async (v, user) => await Done(v.Chats.SetSettingsAsync(user, v.Conversation, """{"x":1}""")),
        ["ChatStore.DeleteAsync"] = async (v, user) => await Done(v.Chats.DeleteAsync(user, v.Conversation)),
        ["ChatStore.RestoreAsync"] = async (v, user) => await Done(v.Chats.RestoreAsync(user, v.Deleted)),
        ["ChatStore.ReadAsync"] = async (v, user) => await v.Chats.ReadAsync(user, v.Conversation, 10),
        ["ChatStore.FindMessageAsync"] = async (v, user) => await v.Chats.FindMessageAsync(user, v.Conversation, v.Message),
        ["ChatStore.AddMessageAsync"] = async (v, user) => await v.Chats.AddMessageAsync(user, v.Conversation, v.Message, MessageRole.User, []),
        ["ChatStore.EditAsync"] = async (v, user) => await v.Chats.EditAsync(user, v.Conversation, v.Message, []),
        ["ChatStore.BeginAnswerAsync"] = async (v, user) => await v.Chats.BeginAnswerAsync(user, v.Conversation, v.Message, new NewAnswer()),
        ["ChatStore.SelectAsync"] = async (v, user) => await Done(v.Chats.SelectAsync(user, v.Conversation, v.Message)),
        ["ChatStore.ForkAsync"] = async (v, user) => await v.Chats.ForkAsync(user, v.Conversation, v.Message),
        ["ChatStore.SearchAsync"] = async (v, user) => NullIfEmpty(await v.Chats.SearchAsync(user, "secret", 10)),
        ["PictureStore.FindAsync"] = async (v, user) => await v.Pictures.FindAsync(user, v.Picture),
        ["PictureStore.FindFileAsync"] = async (v, user) => await v.Pictures.FindFileAsync(user, v.Picture),
        ["PictureStore.ListAsync"] = async (v, user) => NullIfEmpty(await v.Pictures.ListAsync(user, new GalleryQuery(Board: v.Board), 10)),
        ["PictureStore.RangeAsync"] = async (v, user) => NullIfNone((await v.Pictures.RangeAsync(user, new GalleryQuery("secret"), 0, 10)).Total),
        ["PictureStore.NamesAsync"] = async (v, user) => NullIfNone((await v.Pictures.NamesAsync(user, new GalleryQuery("secret"), 0, 10)).Count),
        ["PictureStore.PositionAsync"] = async (v, user) => await v.Pictures.PositionAsync(user, new GalleryQuery(), v.Picture),
        ["PictureStore.FindConversationAsync"] = async (v, user) => await v.Pictures.FindConversationAsync(user, v.Attached),
        ["PictureStore.KeepAsync"] = async (v, user) => NullIfNone(await v.Pictures.KeepAsync(user, [v.Attached])),
        ["PictureStore.StarAsync"] = async (v, user) => NullIfNone(await v.Pictures.StarAsync(user, [v.Picture], true)),
        ["PictureStore.DeleteAsync"] = async (v, user) => NullIfNone(await v.Pictures.DeleteAsync(user, [v.Picture])),
        ["PictureStore.RestoreAsync"] = async (v, user) => NullIfNone(await v.Pictures.RestoreAsync(user, [v.Trash])),
        ["BoardStore.ListAsync"] = async (v, user) => NullIfNone((await v.Boards.ListAsync(user)).Count),
        ["BoardStore.OfAsync"] = async (v, user) => NullIfNone((await v.Boards.OfAsync(user, v.Picture)).Count),
        ["BoardStore.RenameAsync"] = async (v, user) => await Done(v.Boards.RenameAsync(user, v.Board, "Mine now")),
        ["BoardStore.DeleteAsync"] = async (v, user) => await Done(v.Boards.DeleteAsync(user, v.Board)),
        ["BoardStore.AddAsync"] = async (v, user) => await v.Boards.AddAsync(user, v.Board, [v.Picture]),
        ["BoardStore.RemoveAsync"] = async (v, user) => await v.Boards.RemoveAsync(user, v.Board, [v.Picture]),
        ["ApiKeyStore.ListAsync"] = async (v, user) => NullIfNone((await v.Store.ApiKeys.ListAsync(user)).Count),
        ["ApiKeyStore.DeleteAsync"] = async (v, user) => await Done(v.Store.ApiKeys.DeleteAsync(user, v.Key)),
        ["ConversationExchange.WriteJsonAsync"] = async (v, user) => await WriteAsync(stream => v.Store.Exchange.WriteJsonAsync(user, v.Conversation, stream)),
        ["ConversationExchange.WriteMarkdownAsync"] = async (v, user) => await WriteAsync(stream => v.Store.Exchange.WriteMarkdownAsync(user, v.Conversation, stream)),
        ["ConversationExchange.WriteZipAsync"] = async (v, user) => await WriteAsync(stream => v.Store.Exchange.WriteZipAsync(user, v.Conversation, stream)),
        ["ConversationExchange.WritePicturesAsync"] = async (v, user) => NullIfNone(await ZipEntriesAsync(stream => v.Store.Exchange.WritePicturesAsync(user, [v.Picture], stream))),
    };

    /// <summary>Those that take a user and no id of anything that could be another's.</summary>
    private static readonly string[] WithoutIds =
    [
        "ChatStore.CreateAsync", "PictureStore.AddAsync", "BoardStore.CreateAsync", "ConversationExchange.ReadAsync",
        "UserStore.FindAsync", "UserStore.DisableAsync", "ApiKeyStore.CreateAsync", "UserStore.SetPasswordHashAsync", "UserStore.GetPreferencesAsync", "UserStore.SetPreferencesAsync",
    ];

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Case_49_an_id_of_somebody_else_is_not_found_and_nothing_changes(string name)
    {
        await using var store = await TestStore.OpenAsync();
        var victim = await Victim.CreateAsync(store);
        var before = await DumpAsync(store);

        try
        {
            Assert.Null(await Calls[name](victim, store.Bob));
        }
        catch (KeyNotFoundException e)
        {
            Assert.DoesNotContain("secret", e.Message);
        }

        Assert.Equal(before, await DumpAsync(store));
        // The owner gets through, so the call above failed for the right reason.
        Assert.NotNull(await Calls[name](victim, TestStore.Ann));
    }

    [Fact]
    public async Task Case_49_a_picture_of_somebody_else_goes_into_no_message()
    {
        await using var store = await TestStore.OpenAsync();
        var victim = await Victim.CreateAsync(store);
        var own = await store.Chats.CreateAsync(store.Bob, "Bob's");
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.AddMessageAsync(
            store.Bob, own.Id, null, MessageRole.User, [new PicturePart(victim.Picture)]));
        await using var answer = await store.Chats.BeginAnswerAsync(
            store.Bob, own.Id, (await store.Chats.AddMessageAsync(store.Bob, own.Id, null, MessageRole.User, [])).Id, new NewAnswer());
        answer.Append(victim.Picture);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => answer.FinishAsync());
    }

    [Fact]
    public void Case_49_every_method_that_takes_a_user_is_tried()
    {
        var methods = new[] { typeof(ChatStore), typeof(PictureStore), typeof(BoardStore), typeof(ConversationExchange), typeof(UserStore), typeof(ApiKeyStore) }
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(static method => method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(UserId)))
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}");
        Assert.Equal(Calls.Keys.Concat(WithoutIds).Order(), methods.Order());
    }

    private static async Task<object?> Done(Task task)
    {
        await task;
        return true;
    }

    private static Page<T>? NullIfEmpty<T>(Page<T> page) => page.Items.Count == 0 ? null : page;

    private static int? NullIfNone(int count) => count == 0 ? null : count;

    private static async Task<object?> WriteAsync(Func<Stream, Task> write)
    {
        using var stream = new MemoryStream();
        try
        {
            await write(stream);
        }
        catch (KeyNotFoundException)
        {
            Assert.Equal(0, stream.Length);
            throw;
        }

        return stream;
    }

    private static async Task<int> ZipEntriesAsync(Func<Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await write(stream);
        using var zip = new System.IO.Compression.ZipArchive(stream);
        return zip.Entries.Count;
    }

    private static Task<string> DumpAsync(TestStore store) => store.Store.Database.ReadAsync(
        static session => string.Join('\n', new[] { "conversations", "messages", "parts", "pictures", "boards", "board_pictures", "message_search", "api_keys" }
            .SelectMany(table => session.Query($"SELECT * FROM {table}", static row =>
            {
                var values = new object[row.FieldCount];
                row.GetValues(values);
                return string.Join('|', values);
            }))),
        default);

    private sealed record Victim(
        DataStore Store, ConversationId Conversation, ConversationId Deleted, MessageId Message, PictureHash Picture, PictureHash Trash, PictureHash Attached, BoardId Board, long Key)
    {
        public ChatStore Chats => Store.Chats;

        public PictureStore Pictures => Store.Pictures;

        public BoardStore Boards => Store.Boards;

        public static async Task<Victim> CreateAsync(TestStore store)
        {
            var conversation = await store.CreateAsync("secret talk");
            var message = await store.SayAsync(conversation, null, "secret words");
            var deleted = await store.CreateAsync("secret trash");
            await store.Chats.DeleteAsync(TestStore.Ann, deleted);
            var picture = await store.DrawAsync("secret picture");
            var trash = await store.DrawAsync("secret trash");
            var attached = await store.DrawAsync("secret attachment", PictureOrigin.Attached);
            await store.Chats.AddMessageAsync(TestStore.Ann, conversation, message.Id, MessageRole.User, [new PicturePart(attached.Hash)]);
            var board = await store.Store.Boards.CreateAsync(TestStore.Ann, "secret board");
            await store.Store.Boards.AddAsync(TestStore.Ann, board.Id, [picture.Hash]);
            await store.Pictures.DeleteAsync(TestStore.Ann, [trash.Hash]);
            var key = await store.Store.ApiKeys.CreateAsync(TestStore.Ann, "secret key");
            return new Victim(store.Store, conversation, deleted, message.Id, picture.Hash, trash.Hash, attached.Hash, board.Id, key!.Value.Known.Id);
        }
    }
}
