using Chameleon.Web.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Chameleon.Web.Tests.Data.Chats;

/// <summary>Any order of adding, editing, choosing and forking gives what a plain tree in memory gives.</summary>
public class MessageTreeTests
{
    [Fact]
    public async Task Any_order_of_changes_agrees_with_a_tree_in_memory()
    {
        await using var store = await TestStore.OpenAsync();
        foreach (var steps in Gen.ListOf(Gen.Choose(0, int.MaxValue - 1)).Sample(40, 12).Append([.. Enumerable.Range(0, 120).Select(static i => i * 7919)]))
        {
            await CheckAsync(store, steps);
        }
    }

    private static async Task CheckAsync(TestStore store, IReadOnlyList<int> steps)
    {
        var id = await store.CreateAsync();
        var model = new Tree();
        foreach (var step in steps)
        {
            var target = model.Nodes.Count == 0 ? null : model.Nodes[step / 7 % model.Nodes.Count];
            var text = $"{model.Nodes.Count}";
            switch (step % 7)
            {
                case 0 or 1 or 2:
                    model.Add(await store.SayAsync(id, model.Shown.LastOrDefault()?.Id, text), model.Shown.LastOrDefault());
                    break;
                case 3:
                    model.Add(await store.SayAsync(id, target?.Id, text), target);
                    break;
                case 4 when target is not null:
                    model.Add(await store.Chats.EditAsync(TestStore.Ann, id, target.Id, [new TextPart(text)]), target.Parent);
                    break;
                case 5 when target is not null:
                    await store.Chats.SelectAsync(TestStore.Ann, id, target.Id);
                    model.Select(target);
                    break;
                case 6 when target is not null:
                    var fork = await store.Chats.ForkAsync(TestStore.Ann, id, target.Id);
                    Assert.Equal(target.Path.Select(static node => node.Text), await store.ShownAsync(fork.Id));
                    break;
            }

            var page = await store.Chats.ReadAsync(TestStore.Ann, id, DataLimits.Page);
            Assert.Equal(model.Shown.Select(static node => node.Id), page.Messages.Select(static message => message.Id));
            Assert.All(page.Messages.Zip(model.Shown), pair => Assert.Equal(
                model.Nodes.Where(node => node.Parent == pair.Second.Parent).Select(static node => node.Id), pair.First.Versions));
        }
    }

    private sealed class Tree
    {
        public List<Node> Nodes { get; } = [];

        public List<Node> Shown { get; private set; } = [];

        public void Add(StoredMessage message, Node? parent)
        {
            Nodes.Add(new Node(message.Id, message.Text, parent));
            Select(Nodes[^1]);
        }

        public void Select(Node node)
        {
            foreach (var above in node.Path.Where(static above => above.Parent is not null))
            {
                above.Parent!.Chosen = above;
            }

            while (node.Chosen is { } below)
            {
                node = below;
            }

            Shown = node.Path;
        }
    }

    private sealed class Node(MessageId id, string text, Node? parent)
    {
        public MessageId Id => id;

        public string Text => text;

        public Node? Parent => parent;

        public Node? Chosen { get; set; }

        public List<Node> Path => [.. parent?.Path ?? [], this];
    }
}
