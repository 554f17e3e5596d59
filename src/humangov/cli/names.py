"""Names for made-up people, of many origins, and for where they live. A dice combines them: nobody is meant."""

FIRST = """
Ada Aaliyah Adam Aiko Alejandro Amara Amit Ana Andre Anthony Beatriz Benjamin Brianna Carlos Carmen Chidi Chloé
Claire Daniel Darnell David Deepa Diego Dolores Elena Elijah Emeka Emma Esperanza Fatima François Gabriel Grace
Hannah Harold Hiroshi Imani Inés Isaac Jamal James Jasmine Jin Joaquín José Joy Kai Kamala Karen Keiko Kenji
Kwame Laila Lakshmi Lars Leilani Li Linda Lourdes Lucía Malik Marcus María Mei Miles Minh Mónica Nadia Noor
Nathan Ngozi Nia Noah Nuala Olga Omar Pedro Priya Quinn Rachel Rafael Ravi Rosa Ruth Samuel Sanjay Sean Siobhán
Sofía Stephen Sunita Tamika Thanh Thomas Tomás Uma Víctor Wanda Wei Xavier Yolanda Yusuf Zoë
""".split()

LAST = [
    *"""
Abara Abdi Adeyemi Aguilar Alvarez Anderson Bailey Begay Bianchi Brewer Butler Campbell Carter Castillo Chen
Clark Cohen Cooper Cruz Dávila Díaz Dubois Edwards Ellis Fernández Flores Fowler Fujimoto García Gonzales Gray
Green Guerrero Gupta Haddad Hall Hernández Hill Hughes Ibarra Iyer Jennings Johansson Jones Kealoha Kirby Khan
Kim Kemp Kowalski Kumar Le Lewis Lindqvist López Martínez McBride Mendoza Mitchell Mohamed Moody Morales Muñoz
Murphy Nakamura Navarro Nguyen Núñez Okafor Okoye Ortiz Patel Peña Peters Phillips Pham Ramírez Reddy Reyes
Rivera Robinson Rojas Russell Salazar Sánchez Sato Scott Shah Silva Singh Smith Soto Sørensen Sullivan Tanaka
Taylor Torres Tran Tsosie Vargas Vega Walker Washington White Williams Wong Wright Yamamoto Yazzie Young Zapata
Zhang O'Brien O'Connor D'Angelo ʻAkana Kaʻanāʻanā Smith-Rivera García-López Lee-Brewer Saint-Clair
""".split(),
    "De La Cruz",
    "Van der Berg",
    "Mac Donald",
    "Al Amin",
]

ONE_WORD = ("Wirawan", "Devi", "Tenzin", "Budi")
STREETS = "Alder Birch Cedar Dogwood Elm Fir Hazel Juniper Laurel Maple Oak Pine Spruce Walnut Willow".split()
CITIES = [
    "Cedar Falls",
    "Clearwater Springs",
    "Fort Juniper",
    "Lake Willow",
    "Mill Creek",
    "New Haven Mills",
    "Pine Ridge",
    "Stony Point",
]
