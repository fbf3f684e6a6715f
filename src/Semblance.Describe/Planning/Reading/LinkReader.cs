using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Finds relations that go both ways, "an actor plays in several movies and a movie has many actors", and adds the table that links the two.</summary>
internal static class LinkReader
{
    // A prompt may ask for so many tables.
    private const int MostTables = DatasetCheck.MostDatasets;

    public static void AddLinks(PromptReading reading, Func<string, string> freeName)
    {
        Turn(reading);
        Split(reading, freeName);
        foreach (RelationWish relation in reading.Relations.ToList())
        {
            RelationWish? back = reading.Relations.Find(other => other.Parent == relation.Child && other.Child == relation.Parent);
            if (back is null || relation.Parent == relation.Child || relation.OneToOne || back.OneToOne || !reading.Relations.Contains(relation))
            {
                continue;
            }
            reading.Relations.Remove(relation);
            reading.Relations.Remove(back);
            // A table that is there and refers to both links them already: enrollments of students in courses.
            if (reading.Entities.Exists(entity => Refers(entity, relation.Parent) && Refers(entity, relation.Child)))
            {
                continue;
            }
            (EntityWish first, EntityWish second) = reading.Entities.IndexOf(relation.Parent) < reading.Entities.IndexOf(relation.Child) ? (relation.Parent, relation.Child) : (relation.Child, relation.Parent);
            EntityWish link = Link(reading, first, second, freeName);
            reading.Relations.Add(new RelationWish(first, link) { ManyToMany = true });
        }
    }

    // "Every book has exactly one publisher": books refer to publishers, unless it is the publisher's row that refers to the book's.
    private static void Turn(PromptReading reading)
    {
        for (int i = 0; i < reading.Relations.Count; i++)
        {
            RelationWish relation = reading.Relations[i];
            if (relation.OneToOne && relation.Parent.Catalog is { } owner && (Refers(relation.Parent, relation.Child) || (owner.Column(relation.Child.Key) is not null && !Refers(relation.Child, relation.Parent))))
            {
                reading.Relations[i] = new RelationWish(relation.Child, relation.Parent);
            }
        }
    }

    // "Each book has 1 to 3 authors": what usually refers to one of them refers to several by a table between the two.
    private static void Split(PromptReading reading, Func<string, string> freeName)
    {
        foreach (RelationWish relation in reading.Relations.ToList())
        {
            (EntityWish parent, EntityWish child) = (relation.Parent, relation.Child);
            if (relation.Max is null or <= 1 || parent == child || !Refers(parent, child) || Refers(child, parent) || reading.Relations.Exists(other => other.Parent == child && other.Child == parent))
            {
                continue;
            }
            if (reading.Entities.Find(entity => Refers(entity, parent) && Refers(entity, child)) is { } between)
            {
                reading.Relations[reading.Relations.IndexOf(relation)] = relation with { Child = between };
            }
            else if (reading.Entities.Count < MostTables)
            {
                EntityWish link = Link(reading, parent, child, freeName);
                reading.Relations[reading.Relations.IndexOf(relation)] = new RelationWish(parent, link) { ManyToMany = true, Min = relation.Min, Max = relation.Max };
            }
        }
    }

    private static EntityWish Link(PromptReading reading, EntityWish first, EntityWish second, Func<string, string> freeName)
    {
        string one = Spelling.Snake(Spelling.Words(first.Singular)), other = Spelling.Snake(Spelling.Words(second.Singular));
        var link = new EntityWish { Name = freeName($"{one}_{English.Plural(other)}"), Singular = $"{first.Singular} {second.Singular}", IsFirm = true, IsAdded = true, IsComplete = true };
        link.Columns.Add(new ColumnWish { Name = one + "_id" });
        link.Columns.Add(new ColumnWish { Name = other + "_id" });
        reading.Entities.Add(link);
        reading.Warnings.Add($"{link.Name} was added to link {first.Name} and {second.Name}, which have many of each other.");
        return link;
    }

    private static bool Refers(EntityWish entity, EntityWish to) =>
        entity != to && to.Catalog is { } known && entity.Catalog is { } own && own.Columns.Any(column => column.Forms.Any(form => form.Key is { Span: null } key && key.Targets.Contains(known.Name)));
}
